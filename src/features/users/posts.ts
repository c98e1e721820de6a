import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { requireOpenUser } from '#domain/users/require-user'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listPosts = paged('users.posts', {
  async find({ username }, ctx, page) {
    const author = await requireOpenUser(ctx, username)
    return page.newestFirst(
      db(ctx.em).selectFrom('Post').where('Post.authorId', '=', author.id).where('Post.status', '=', 'published'),
      'Post.publishedAt',
      'Post.id',
    )
  },
  view: (ids, ctx) => viewPosts(ctx, seenBy(ctx.viewer.id, ids)),
})
