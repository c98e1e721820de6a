import { settleAuthor } from '#domain/hashtags/settle-author'
import { settleCounts } from '#domain/users/settle-counts'
import { job } from '../job.ts'

export const settleAccount = job('account.settle', {
  async handle({ userId }, ctx) {
    if ((await settleCounts(ctx, userId)) || (await settleAuthor(ctx, userId)))
      ctx.enqueue('account.settle', { userId })
  },
})
