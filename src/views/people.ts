import { canSee } from '#access/users'
import type { Person } from '#contract'
import { compiled } from '#database'
import { userJson, viewUser } from './users.ts'
import { inOrder, pairs, pairsOf, pairTypes, seenBy, type View } from './view.ts'

const peopleSeen = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('User', 'User.id', 'pair.id')
    .leftJoin('Follow as mine', join =>
      join.onRef('mine.followerId', '=', 'pair.viewerId').onRef('mine.followeeId', '=', 'User.id'),
    )
    .leftJoin('Follow as theirs', join =>
      join
        .onRef('theirs.followerId', '=', 'User.id')
        .onRef('theirs.followeeId', '=', 'pair.viewerId')
        .on('theirs.status', '=', 'following'),
    )
    .select(eb => [
      'pair.ord',
      userJson().as('user'),
      'mine.status as relation',
      eb('theirs.status', 'is not', null).as('followedBy'),
    ])
    .where(eb => canSee(eb.ref('pair.viewerId'))),
)

/** People of a list and how the viewer stands to each, in the order given; null for those the viewer cannot see. */
export async function viewPeople(ctx: View, viewerId: string, ids: readonly string[]): Promise<(Person | null)[]> {
  if (ids.length === 0) return []
  const found = await peopleSeen(ctx.em, pairsOf(seenBy(viewerId, ids)))
  return inOrder(ids.length, found, ({ user, relation, followedBy }) => ({
    ...viewUser(user, ctx),
    viewer: { relation: user.id === viewerId ? 'self' : (relation ?? 'none'), followedBy: followedBy === true },
  }))
}
