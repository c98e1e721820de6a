import { canSeeComment } from '#access/comments'
import type { WriteContext } from '#core/pipeline/context'
import { ApiError, notFound } from '#core/pipeline/errors'
import { anyOf, db, literal } from '#database'
import { publishCommentChange } from './publish-change.ts'

const maxPinned = 3

/** Pins a comment of a post, or unpins it. Locks the post. */
export async function pinComment(
  ctx: WriteContext,
  { id, postId, postAuthorId }: { id: string; postId: string; postAuthorId: string },
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
      .select(canSeeComment(postAuthorId).as('isSeen'))
      .execute()
    const unseen = known.filter(one => !one.isSeen).map(one => one.id)
    if (known.length - unseen.length >= maxPinned)
      throw new ApiError('conflict', 'At most three comments of a post can be pinned.')
    // Those whose author is blocked or gone take no place: the author of the post could not unpin them.
    if (unseen.length > 0) {
      await db(em).updateTable('Comment').set({ pinned: false }).where('id', '=', anyOf(unseen)).execute()
    }
  }
  await db(em).updateTable('Comment').set({ pinned }).where('id', '=', id).execute()
  await publishCommentChange(ctx, postId, { commentIds: [id] })
}
