import { seesComment, visiblePost } from '#access/visible-posts'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, rows, sql } from '#database/statement'
import { viewComments } from '#views/comments'
import { viewPosts } from '#views/posts'
import { present, seenBy } from '#views/view'

const newest = 20

export const watchPost = plain('posts.watch', async ({ postId }, ctx) => {
  const missing = () => new ApiError('not_found', 'There is no such post.')
  const seen = await row<{ ownerId: string }>(
    ctx.em,
    sql`select post.author_id as "ownerId" from ${visiblePost(ctx.viewer.id, postId)}`,
  )
  if (seen === null) throw missing()
  // Watching begins before the state is read, so that nothing falls between the two.
  ctx.watch({ topic: 'post', id: postId, ownerId: seen.ownerId })
  const ids = await rows<{ id: string }>(
    ctx.em,
    sql`select id from comment where post_id = ${postId} and parent_id is null
        and ${seesComment(sql`${ctx.viewer.id}::uuid`)}
      order by created_at desc, id desc limit ${newest}`,
  )
  const [posts, comments] = await Promise.all([
    viewPosts(ctx, seenBy(ctx.viewer.id, [postId])),
    viewComments(
      ctx,
      seenBy(
        ctx.viewer.id,
        ids.map(one => one.id),
      ),
    ),
  ])
  const [post] = posts
  if (post) return { post, comments: present(comments) }
  ctx.unwatch({ topic: 'post', id: postId })
  throw missing()
})
