import { canSee } from '#access/users'
import { paged } from '#core/pipeline/handler'
import { db } from '#database'
import { viewUsersInOrder } from '#views/users'

export const listMuted = paged('users.muted', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(
      db(em)
        .selectFrom('Mute')
        .innerJoin('User', 'User.id', 'Mute.mutedId')
        .where('Mute.muterId', '=', viewer.id)
        .where(canSee(viewer.id)),
      'Mute.createdAt',
      'Mute.mutedId',
    ),
  view: (ids, ctx) => viewUsersInOrder(ctx, ids),
})
