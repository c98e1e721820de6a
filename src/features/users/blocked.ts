import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewUsersInOrder } from '#views/users'

export const listBlocked = paged('users.blocked', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(
      db(em)
        .selectFrom('Block')
        .innerJoin('User', 'User.id', 'Block.blockedId')
        .where('Block.blockerId', '=', viewer.id)
        .where('User.status', '=', 'active'),
      'Block.createdAt',
      'Block.blockedId',
    ),
  view: (ids, ctx) => viewUsersInOrder(ctx, ids),
})
