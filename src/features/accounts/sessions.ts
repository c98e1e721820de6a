import { deviceOf } from '#auth/device-of'
import { paged } from '#core/pipeline/handler'
import { anyOf, db, now } from '#database'

export const listSessions = paged('auth.sessions', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(
      db(em)
        .selectFrom('Session')
        .where('userId', '=', viewer.id)
        .where('endedAt', 'is', null)
        .where('expiresAt', '>', now),
      'lastSeenAt',
      'id',
    ),

  async view(ids, { em, viewer }) {
    const found = await db(em)
      .selectFrom('Session')
      .select(['id', 'userAgent', 'ip', 'createdAt', 'lastSeenAt'])
      .where('id', '=', anyOf(ids))
      .execute()
    const byId = new Map(found.map(session => [session.id, session]))
    return ids.map(id => {
      const session = byId.get(id)
      return session
        ? {
            id,
            device: deviceOf(session.userAgent),
            ip: session.ip,
            createdAt: session.createdAt.toISOString(),
            lastSeenAt: session.lastSeenAt.toISOString(),
            current: id === viewer.sessionId,
          }
        : null
    })
  },
})
