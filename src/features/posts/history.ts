import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { requireVisiblePost } from '#domain/posts/require-post'
import { viewPostVersions } from '#views/post-versions'
import { seenBy } from '#views/view'

export const listVersions = paged('posts.history', {
  async find({ postId }, ctx, page) {
    await requireVisiblePost(ctx, postId)
    return page.newestFirst(
      db(ctx.em).selectFrom('PostEdit').where('PostEdit.postId', '=', postId),
      'PostEdit.createdAt',
      'PostEdit.id',
    )
  },
  view: (ids, ctx) => viewPostVersions(ctx, seenBy(ctx.viewer.id, ids)),
})
