import { canSeeComment } from '#access/comments'
import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { requireVisiblePost } from '#domain/posts/require-post'
import { viewComments } from '#views/comments'
import { viewPosts } from '#views/posts'
import { present, seenBy } from '#views/view'

const maxComments = 20

export const watchPost = plain('posts.watch', async function watchPost({ postId }, ctx) {
  const { em, viewer } = ctx
  const { authorId } = await requireVisiblePost(ctx, postId)
  // Watching begins before the state is read, so that nothing falls between the two.
  ctx.watch({ topic: 'post', id: postId, ownerId: authorId })
  const newest = await db(em)
    .selectFrom('Comment')
    .select('Comment.id')
    .where('Comment.postId', '=', postId)
    .where('Comment.parentId', 'is', null)
    .where(canSeeComment(viewer.id))
    .orderBy('Comment.createdAt', 'desc')
    .orderBy('Comment.id', 'desc')
    .limit(maxComments)
    .execute()
  const ids = newest.map(comment => comment.id)
  const [[post], comments] = await Promise.all([
    viewPosts(ctx, seenBy(viewer.id, [postId])),
    viewComments(ctx, seenBy(viewer.id, ids)),
  ])
  if (post) return { post, comments: present(comments) }
  ctx.unwatch({ topic: 'post', id: postId })
  throw notFound('post')
})
