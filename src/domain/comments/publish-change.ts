import type { PostChange } from '#contract'
import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'

type CommentChange = Pick<PostChange, 'commentIds' | 'removedCommentIds' | 'hiddenComments'>

/** Publishes what happened to comments to those who watch their post, whose counts stay as they are. */
export async function publishCommentChange(ctx: WriteContext, postId: string, change: CommentChange) {
  const post = await db(ctx.em)
    .selectFrom('Post')
    .select(['likeCount', 'commentCount', 'shareCount', 'version'])
    .where('id', '=', postId)
    .executeTakeFirst()
  if (!post) return
  const counts = { likes: post.likeCount, comments: post.commentCount, shares: post.shareCount }
  ctx.changed('post', postId, { version: post.version, counts, ...change })
}
