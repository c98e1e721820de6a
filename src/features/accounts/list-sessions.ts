import { deviceOf } from '#core/device-of'
import { handle } from '#core/handler'
import { iso, rows, sql } from '#entities/query'
import { after, type Place, placeOf, viewPage } from '#views/page'

type Found = { id: string; userAgent: string; ip: string; createdAt: string; lastSeenAt: string }

export const listSessions = handle('auth.sessions', async ({ cursor, limit }, ctx) => {
  const query = sql<Place>`select last_seen_at as at, id from session
    where user_id = ${ctx.viewer.id} and ended_at is null and expires_at > now()
      ${after(placeOf(cursor), 'last_seen_at', 'id')}
    order by last_seen_at desc, id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, async ids => {
    const found = await rows<Found>(
      ctx.em,
      sql`select id, user_agent as "userAgent", ip, created_at as "createdAt", last_seen_at as "lastSeenAt"
        from session where id = any(${ids}::uuid[])`,
    )
    const byId = new Map(found.map(one => [one.id, one]))
    return ids.map(id => viewSession(byId.get(id), ctx.viewer.sessionId))
  })
})

const viewSession = (found: Found | undefined, ownId: string) =>
  found === undefined
    ? null
    : {
        id: found.id,
        device: deviceOf(found.userAgent),
        ip: found.ip,
        createdAt: iso(found.createdAt),
        lastSeenAt: iso(found.lastSeenAt),
        current: found.id === ownId,
      }
