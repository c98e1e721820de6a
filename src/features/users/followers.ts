import { namesContain } from '#access/search'
import { canSee } from '#access/users'
import { boundedRead } from '#core/pipeline/bounded-read'
import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { requireOpenUser } from '#domain/users/require-user'
import { viewPeople } from '#views/people'

export const listFollowers = paged('users.followers', {
  async find({ username, q }, ctx, page) {
    const user = await requireOpenUser(ctx, username)
    const find = (em = ctx.em) =>
      page.newestFirst(
        db(em)
          .selectFrom('Follow')
          .innerJoin('User', 'User.id', 'Follow.followerId')
          .where('Follow.followeeId', '=', user.id)
          .where('Follow.status', '=', 'following')
          .where(canSee(ctx.viewer.id))
          .where(namesContain(q ?? '')),
        'Follow.createdAt',
        'Follow.followerId',
      )
    return q ? boundedRead(ctx, find) : find()
  },
  view: (ids, ctx) => viewPeople(ctx, ctx.viewer.id, ids),
})
