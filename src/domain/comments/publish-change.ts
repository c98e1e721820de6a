import type { PostChange } from '#contract'
import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'
import { countsOf } from '#domain/posts/counts-of'

type CommentChange = Pick<PostChange, 'commentIds' | 'removedCommentIds' | 'hiddenComments'>

/** Publishes what happened to comments to those who watch their post, whose counts stay as they are. */
export async function publishCommentChange(ctx: WriteContext, postId: string, change: CommentChange) {
  const post = await db(ctx.em)
    .selectFrom('Post')
    .select(['likeCount', 'commentCount', 'shareCount', 'version'])
    .where('id', '=', postId)
    .executeTakeFirst()
  if (!post) return
  const counts = countsOf(post)
  ctx.changed('post', postId, { version: post.version, counts, ...change })
}
