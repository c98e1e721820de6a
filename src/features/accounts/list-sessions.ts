import { deviceOf } from '#core/device-of'
import { handle } from '#core/handler'
import { iso, rows, sql } from '#entities/query'

const most = 100

type Found = { id: string; userAgent: string; ip: string; createdAt: string; lastSeenAt: string }

export const listSessions = handle('auth.sessions', async (_, { em, viewer }) => {
  const found = await rows<Found>(
    em,
    sql`select id, user_agent as "userAgent", ip, created_at as "createdAt", last_seen_at as "lastSeenAt" from session
      where user_id = ${viewer.id} and ended_at is null and expires_at > now()
      order by last_seen_at desc, id desc limit ${most}`,
  )
  const items = found.map(({ id, userAgent, ip, createdAt, lastSeenAt }) => ({
    id,
    device: deviceOf(userAgent),
    ip,
    createdAt: iso(createdAt),
    lastSeenAt: iso(lastSeenAt),
    current: id === viewer.sessionId,
  }))
  return { items, nextCursor: null }
})
