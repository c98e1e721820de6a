import { randomUUID } from 'node:crypto'
import { deviceOf } from '#auth/device-of'
import type { SecurityKind } from '#contract'
import type { From, WriteContext } from '#core/pipeline/context'
import { notify } from '#domain/notifications/notify'
import type { NoticeKind } from '#jobs'

/**
 * Tells the owner of an account what they should know about it: by a notification of its own, and by a message to the
 * addresses of the account, or to `to` where an address has just changed.
 */
export async function notifySecurity(
  ctx: WriteContext,
  userId: string,
  what: SecurityKind,
  from: From,
  { to = null }: { to?: string | null } = {},
) {
  const place = whereFrom(from)
  await notify(ctx, [{ userId, kind: 'security', groupKey: `security:${randomUUID()}`, security: { what, ...place } }])
  ctx.enqueue('account.notify', { userId, letterId: randomUUID(), what, to, ...place })
}

/** Sends the message alone. `from` is where the owner acted from; null where others acted. */
export const sendNotice = (ctx: WriteContext, userId: string, what: NoticeKind, from: From | null) =>
  ctx.enqueue('account.notify', {
    userId,
    letterId: randomUUID(),
    what,
    to: null,
    ...(from ? whereFrom(from) : { device: '', ip: '' }),
  })

const whereFrom = ({ userAgent, ip }: From) => ({ device: deviceOf(userAgent), ip: ip.slice(0, 64) })
