import { randomUUID } from 'node:crypto'
import type { WriteContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'
import { isEmail } from '#domain/accounts/contacts'
import { undoDays } from '#domain/accounts/undo-deletion'
import { jobs } from '#jobs'
import { job } from '../job.ts'
import { deliverMessage, keepMessage } from './deliver-message.ts'
import { accountMessage } from './messages/account-message.ts'

type Owner = { fullName: string; at: string; until: string | null }

const words = 'FMDD FMMonth YYYY, HH24:MI "UTC"'

/** Without an address it goes to each of the account's, since one of them may be a thief's: as a task of its own. */
export const notifyAccount = job('account.notify', {
  async prepare(payload, ctx) {
    const { userId, what, to, letterId, device, ip } = payload
    if (to === null) return null
    const owner = await row<Owner>(
      ctx.em,
      sql`select full_name as "fullName",
          to_char(coalesce(task.created_at, now()) at time zone 'UTC', ${words}) as at,
          to_char((deleted_at + ${undoDays} * interval '1 day') at time zone 'UTC', ${words}) as until
        from users left join task on task.id = ${jobs['account.notify'].id(payload)}
        where users.id = ${userId}`,
    )
    // Taken back before it could be told of.
    const isPast = what === 'deleted' && owner?.until == null
    if (owner === null || isPast) return { letter: null, sent: true }
    const about = { ...owner, until: owner.until ?? '', device, ip, publicUrl: ctx.publicUrl }
    const letter = { messageId: `notify-${letterId}@heliograph`, to, ...accountMessage(what, about) }
    return { letter, sent: await deliverMessage(letter, ctx) }
  },

  async handle(payload, ctx, ready) {
    if (ready !== null) return keepMessage(ready.letter, ctx, ready.sent)
    for (const to of await addressesOf(ctx, payload.userId)) {
      ctx.enqueue('account.notify', { ...payload, letterId: randomUUID(), to })
    }
  },
})

/** The addresses of an account that can be written to. One that nobody has proven may be a stranger's. */
async function addressesOf({ em, canText }: WriteContext, userId: string) {
  const proven = await rows<{ address: string }>(
    em,
    sql`select address from users, unnest(array[coalesce(email_given, email), phone]) address
      where users.id = ${userId} and verified_at is not null and address is not null`,
  )
  return proven.map(one => one.address).filter(address => isEmail(address) || canText)
}
