import type { WriteContext } from '#core/pipeline/context'
import { db, deleteRowsOf } from '#database'
import { removeComment } from './remove-comment.ts'

const maxAtOnce = 50

/**
 * Deletes a user's comments, as they would themselves, then their likes of comments and what mentions them. Returns whether
 * there may be more.
 */
export async function eraseComments(ctx: WriteContext, userId: string): Promise<boolean> {
  const comments = await db(ctx.em)
    .selectFrom('Comment')
    .select(['id', 'postId'])
    .where('authorId', '=', userId)
    .where('deletedAt', 'is', null)
    .orderBy('postId')
    .orderBy('id')
    .limit(maxAtOnce)
    .execute()
  for (const comment of comments) await removeComment(ctx, comment)
  return comments.length > 0 || deleteRowsOf(ctx.em, userId, { CommentLike: ['userId'], CommentMention: ['userId'] })
}
