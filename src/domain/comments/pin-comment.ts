import type { WriteContext } from '#core/pipeline/context'
import { ApiError, notFound } from '#core/pipeline/errors'
import { db, literal } from '#database'
import { publishCommentChange } from './publish-change.ts'

const maxPinned = 3

/** Pins a comment of a post, or unpins it. Locks the post. */
export async function pinComment(
  ctx: WriteContext,
  { id, postId }: { id: string; postId: string },
  pinned: boolean,
): Promise<void> {
  const { em } = ctx
  await db(em).selectFrom('Post').select('id').where('id', '=', postId).forNoKeyUpdate().execute()
  const comment = await db(em)
    .selectFrom('Comment')
    .select(['pinned', 'parentId'])
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!comment) throw notFound('comment')
  if (comment.pinned === pinned) return
  if (pinned) {
    if (comment.parentId !== null) throw new ApiError('conflict', 'A reply cannot be pinned.')
    const known = await db(em)
      .selectFrom('Comment')
      .select('id')
      .where('postId', '=', postId)
      .where('pinned', '=', literal(true))
      .execute()
    if (known.length >= maxPinned) throw new ApiError('conflict', 'At most three comments of a post can be pinned.')
  }
  await db(em).updateTable('Comment').set({ pinned }).where('id', '=', id).execute()
  await publishCommentChange(ctx, postId, { commentIds: [id] })
}
