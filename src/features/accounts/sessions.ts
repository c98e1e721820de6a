import { deviceOf } from '#auth/device-of'
import { plain } from '#core/pipeline/handler'
import { iso, rows, sql } from '#database/statement'
import { after, type Place, placeOf, viewPlaces } from '#views/page'

type Found = Place & { userAgent: string; ip: string; createdAt: string }

export const listSessions = plain('auth.sessions', async ({ cursor, limit }, { em, viewer }) => {
  const found = await rows<Found>(
    em,
    sql`select last_seen_at as at, id, user_agent as "userAgent", ip, created_at as "createdAt" from session
      where user_id = ${viewer.id} and ended_at is null and expires_at > now()
        ${after(placeOf(cursor), 'last_seen_at', 'id')}
      order by last_seen_at desc, id desc limit ${limit + 1}`,
  )
  // The last of them may be there only to say that the list goes on.
  return viewPlaces(found, limit, async ids =>
    found.slice(0, ids.length).map(({ id, userAgent, ip, createdAt, at }) => ({
      id,
      device: deviceOf(userAgent),
      ip,
      createdAt: iso(createdAt),
      lastSeenAt: iso(at),
      current: id === viewer.sessionId,
    })),
  )
})
