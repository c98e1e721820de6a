import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { after, db, secondsUntil } from '#database'
import { eraseAccount as eraseRest } from '#domain/accounts/erasure'
import { undoDays } from '#domain/accounts/undo-deletion'
import { eraseActivity } from '#domain/activity/erasure'
import { eraseCollections } from '#domain/collections/erasure'
import { eraseComments } from '#domain/comments/erasure'
import { eraseFeed } from '#domain/feed/erasure'
import { eraseHashtags } from '#domain/hashtags/erasure'
import { settleAuthor } from '#domain/hashtags/settle-author'
import { eraseLog } from '#domain/log/erasure'
import { eraseMedia } from '#domain/media/erasure'
import { eraseNotifications } from '#domain/notifications/erasure'
import { erasePosts } from '#domain/posts/erasure'
import { eraseReporter } from '#domain/reports/erasure'
import { eraseRelations } from '#domain/users/erasure'
import { settleCounts } from '#domain/users/settle-counts'
import { job } from '../job.ts'

/**
 * Each does some of its work in one transaction, and returns whether there may be more. Posts and comments come before the
 * uploads that they show, and the account last.
 */
const steps: ((ctx: WriteContext, userId: string) => Promise<boolean>)[] = [
  settleCounts,
  eraseActivity,
  eraseCollections,
  settleAuthor,
  erasePosts,
  eraseComments,
  eraseRelations,
  eraseFeed,
  eraseHashtags,
  eraseNotifications,
  eraseMedia,
  eraseReporter,
  eraseLog,
  eraseRest,
]

export const eraseAccount = job('account.erase', {
  async handle({ userId }, ctx) {
    const wait = await secondsLeft(ctx.em, userId)
    if (wait === null) return
    // The account was deleted, restored and deleted again: this job of the first deletion comes too early.
    if (wait > 0) return ctx.enqueue('account.erase', { userId }, { inSeconds: wait })
    for (const step of steps) if (await step(ctx, userId)) return ctx.enqueue('account.erase', { userId })
  },
})

/** Extra seconds, so that nothing is erased while a user undoes the deletion at the last moment. */
const grace = 60

/** Seconds until an account is to be erased; null if it is not deleted, or no longer. */
async function secondsLeft(em: EntityManager, userId: string) {
  const account = await db(em)
    .selectFrom('User')
    .select(eb => secondsUntil(after(eb.ref('deletedAt'), `${undoDays} days`)).as('left'))
    .where('id', '=', userId)
    .where('status', '=', 'deleted')
    .executeTakeFirst()
  return account ? Math.max(0, account.left + grace) : null
}
