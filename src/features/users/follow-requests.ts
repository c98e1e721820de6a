import { canSee } from '#access/users'
import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewUsersInOrder } from '#views/users'

export const listRequests = paged('users.followRequests', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(
      db(em)
        .selectFrom('Follow')
        .innerJoin('User', 'User.id', 'Follow.followerId')
        .where('Follow.followeeId', '=', viewer.id)
        .where('Follow.status', '=', 'requested')
        .where(canSee(viewer.id)),
      'Follow.createdAt',
      'Follow.followerId',
    ),
  view: (ids, ctx) => viewUsersInOrder(ctx, ids),
})
