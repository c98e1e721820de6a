import { deviceOf } from '#auth/device-of'
import type { ReadContext } from '#core/pipeline/context'
import { plain } from '#core/pipeline/handler'
import { cutPage, pageOf } from '#core/pipeline/page'
import { anyOf, db } from '#database'
import { findActivity, kindOf } from '#domain/activity/find-activity.sql'
import { viewActivity } from '#views/activity'

export const listActivity = plain('activity.mine', async function listActivity(input, ctx) {
  const { place, limit } = pageOf(input)
  const found = await findActivity(ctx.em, ctx.viewer.id, {
    kind: input.kind ?? null,
    from: input.from === undefined ? undefined : new Date(input.from),
    to: input.to === undefined ? undefined : new Date(input.to),
    below: place,
    limit: limit + 1,
  })
  const { ids, nextCursor } = cutPage(found, limit)
  const shown = found.slice(0, ids.length)
  const sessions = await sessionsOf(
    ctx,
    shown.flatMap(row => row.sessionId ?? []),
  )
  const items = await viewActivity(
    ctx,
    shown.map(({ source, sessionId, ...row }) => {
      const session = sessions.get(sessionId ?? '')
      const signIn = session ? { device: deviceOf(session.userAgent), ip: session.ip } : null
      return { ...row, kind: kindOf(source), viewerId: ctx.viewer.id, signIn }
    }),
  )
  return { items, nextCursor }
})

async function sessionsOf({ em }: ReadContext, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, never>()
  const found = await db(em)
    .selectFrom('Session')
    .select(['id', 'userAgent', 'ip'])
    .where('id', '=', anyOf(ids))
    .execute()
  return new Map(found.map(session => [session.id, session]))
}
