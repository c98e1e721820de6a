import { canSeePost } from '#access/posts'
import { isBlocked } from '#access/users'
import { paged } from '#core/pipeline/handler'
import { db, literal } from '#database'
import { requireOpenUser } from '#domain/users/require-user'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listTagged = paged('users.tagged', {
  async find({ username }, ctx, page) {
    const user = await requireOpenUser(ctx, username)
    return page.newestFirst(
      db(ctx.em)
        .selectFrom('TaggedUser')
        .innerJoin('Post', 'Post.id', 'TaggedUser.postId')
        .innerJoin('User as author', 'author.id', 'Post.authorId')
        .where('TaggedUser.userId', '=', user.id)
        .where('TaggedUser.present', '=', literal(true))
        .where('Post.status', '=', literal('published'))
        .where(canSeePost(ctx.viewer.id))
        .where(eb => eb.not(isBlocked(user.id, eb.ref('Post.authorId')))),
      'TaggedUser.createdAt',
      'TaggedUser.postId',
    )
  },
  view: (ids, ctx) => viewPosts(ctx, seenBy(ctx.viewer.id, ids)),
})
