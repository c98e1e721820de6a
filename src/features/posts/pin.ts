import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { setPinned } from '#domain/posts/pin-post'
import { requireOwnPost } from '#domain/posts/require-post'

const maxPinned = 3

export const pinPost = plain('posts.pin', async function pinPost({ postId }, ctx) {
  const { status, pinnedAt } = await requireOwnPost(ctx, postId)
  if (pinnedAt) return { pinned: true }
  if (status !== 'published') throw new ApiError('conflict', 'Only a published post can be pinned.')
  // The account is locked: nobody pins another post meanwhile.
  const pinned = await db(ctx.em)
    .selectFrom('Post')
    .select('id')
    .where('authorId', '=', ctx.viewer.id)
    .where('pinnedAt', 'is not', null)
    .limit(maxPinned)
    .execute()
  if (pinned.length === maxPinned) throw new ApiError('conflict', 'At most three posts can be pinned. Unpin one first.')
  await setPinned(ctx, postId, true)
  return { pinned: true }
})
