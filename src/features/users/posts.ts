import { paged } from '#core/pipeline/handler'
import { top } from '#core/pipeline/page'
import { profilePosts } from '#domain/posts/profile-posts'
import { requireOpenUser } from '#domain/users/require-user'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listPosts = paged('users.posts', {
  async find({ username }, ctx, { place = top, limit }) {
    const author = await requireOpenUser(ctx, username)
    return profilePosts(ctx.em, { author: author.id, ...place, count: limit + 1 })
  },
  view: (ids, ctx) => viewPosts(ctx, seenBy(ctx.viewer.id, ids)),
})
