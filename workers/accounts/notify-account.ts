import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { after, db, now } from '#database'
import { isEmail } from '#domain/accounts/contacts'
import { undoDays } from '#domain/accounts/undo-deletion'
import { jobs } from '#jobs'
import { job } from '../job.ts'
import { deliverMessage, keepMessage } from './deliver-message.ts'
import { accountMessage } from './messages/account-message.ts'

/** Without an address it goes to each of the account's, as a job of its own, since one of them may be a thief's. */
export const notifyAccount = job('account.notify', {
  async prepare(payload, ctx) {
    const { userId, what, to, letterId, device, ip } = payload
    if (to === null) return null
    const owner = await findOwner(ctx.em, userId, jobs['account.notify'].id(payload))
    // Undone before the message was sent.
    const isPast = what === 'deleted' && owner?.until == null
    if (!owner || isPast) return { message: null, sent: true }
    const { fullName, at, until } = owner
    const about = { fullName, at: textOf(at), until: until ? textOf(until) : '', device, ip, publicUrl: ctx.publicUrl }
    const message = { messageId: `notify-${letterId}@heliograph`, to, ...accountMessage(what, about) }
    return { message, sent: await deliverMessage(message, ctx) }
  },

  async handle(payload, ctx, ready) {
    if (ready !== null) return keepMessage(ready.message, ctx, ready.sent)
    for (const to of await addressesOf(ctx, payload.userId)) {
      ctx.enqueue('account.notify', { ...payload, letterId: randomUUID(), to })
    }
  },
})

/** `at` is when the job was enqueued; `until` is when the deletion of the account can no longer be undone. */
const findOwner = (em: EntityManager, userId: string, jobId: string) =>
  db(em)
    .selectFrom('User')
    .leftJoin('Job', join => join.on('Job.id', '=', jobId))
    .select(eb => [
      'User.fullName',
      eb.fn.coalesce('Job.createdAt', now).as('at'),
      after(eb.ref('User.deletedAt'), `${undoDays} days`).$castTo<Date | null>().as('until'),
    ])
    .where('User.id', '=', userId)
    .executeTakeFirst()

/** `21 November 2026, 13:00 UTC` */
function textOf(time: Date) {
  const day = time.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return `${day}, ${time.toISOString().slice(11, 16)} UTC`
}

/** The addresses of an account that messages reach. An address that nobody has verified may be a stranger's. */
async function addressesOf({ em, canText }: WriteContext, userId: string) {
  const owner = await db(em)
    .selectFrom('User')
    .select(eb => [eb.fn.coalesce('emailGiven', 'email').as('mailbox'), 'phone'])
    .where('id', '=', userId)
    .where('verifiedAt', 'is not', null)
    .executeTakeFirst()
  const addresses = owner ? [owner.mailbox, owner.phone].filter(address => address !== null) : []
  return addresses.filter(address => isEmail(address) || canText)
}
