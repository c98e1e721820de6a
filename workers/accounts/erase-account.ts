import type { WriteContext } from '#core/pipeline/context'
import { row, sql } from '#database/statement'
import { undoDays } from '#domain/accounts/undo-deletion'
import { settleCounts } from '#domain/users/settle-counts'
import { job } from '../job.ts'
import { eraseContent } from './erase/content.ts'
import { eraseMedia } from './erase/media.ts'
import { leaveTombstone } from './erase/tombstone.ts'
import { eraseTraces } from './erase/traces.ts'

/** Each goes some way in one transaction, and answers whether there may be more. What hides a file comes before it. */
const steps = [settleCounts, eraseContent, eraseTraces, eraseMedia, leaveTombstone]

export const eraseAccount = job('account.erase', {
  async handle({ userId }, ctx) {
    const wait = await timeLeft(ctx, userId)
    if (wait === null) return
    // Deleted, taken back and deleted again: the task of the first time comes too early.
    if (wait > 0) return ctx.enqueue('account.erase', { userId }, { inSeconds: wait })
    for (const step of steps) if (await step(ctx, userId)) return ctx.enqueue('account.erase', { userId })
  },
})

/** Seconds more, so that nothing is gone while somebody takes the deletion back at the last moment. */
const grace = 60

/** Seconds until an account is to be erased; null if it is not deleted, or was taken back. */
async function timeLeft(ctx: WriteContext, userId: string) {
  const account = await row<{ wait: number }>(
    ctx.em,
    sql`select greatest(0, extract(epoch from deleted_at - now()) + ${undoDays * 86_400 + grace})::float as wait
      from users where id = ${userId} and status = 'deleted'`,
  )
  return account?.wait ?? null
}
