import { randomUUID } from 'node:crypto'
import { deviceOf } from '#auth/device-of'
import type { SecurityKind } from '#contract'
import type { From, WriteContext } from '#core/pipeline/context'
import { notify } from '#domain/notifications/notify'
import type { NoticeKind } from '#jobs'

/**
 * Tells somebody of something that they should know of their account: a notification of its own, and a letter to the
 * addresses of the account, or to `to` where one has just changed.
 */
export async function notifySecurity(
  ctx: WriteContext,
  userId: string,
  what: SecurityKind,
  from: From,
  { to = null }: { to?: string | null } = {},
) {
  const place = placeOf(from)
  await notify(ctx, [{ userId, kind: 'security', groupKey: `security:${randomUUID()}`, security: { what, ...place } }])
  ctx.enqueue('account.notify', { userId, letterId: randomUUID(), what, to, ...place })
}

/** A letter alone, to the addresses of an account: done by its owner from somewhere, or by others (null). */
export const writeTo = (ctx: WriteContext, userId: string, what: NoticeKind, from: From | null) =>
  ctx.enqueue('account.notify', {
    userId,
    letterId: randomUUID(),
    what,
    to: null,
    ...(from ? placeOf(from) : { device: '', ip: '' }),
  })

const placeOf = ({ userAgent, ip }: From) => ({ device: deviceOf(userAgent), ip: ip.slice(0, 64) })
