import { blocks, canSee } from '#access/users'
import type { User } from '#contract'
import { anyOf, columnsOf, compiled, type JsonOf, jsonBuildObject } from '#database'
import { inOrder, pairs, pairsOf, pairTypes, type Seen, type View } from './view.ts'

/** A user as one JSON value of a query: the driver's work grows with the number of columns. */
export function userJson(alias = 'User') {
  const user = columnsOf('User', alias)
  return jsonBuildObject({
    id: user('id'),
    username: user('username'),
    fullName: user('fullName'),
    photo: user('photo'),
    isPrivate: user('isPrivate'),
    isVerified: user('isVerified'),
    status: user('status'),
  })
}
export type UserJson = JsonOf<typeof userJson>

export const viewUser = (user: UserJson, { imageUrl }: Pick<View, 'imageUrl'>): User =>
  user.status !== 'active'
    ? { id: user.id, username: 'deleted', fullName: '', photo: null, isPrivate: false, isVerified: false }
    : {
        id: user.id,
        username: user.username ?? '',
        fullName: user.fullName,
        // A profile photo is shown to everybody, also that of a private account.
        photo: user.photo && imageUrl(user.photo, false),
        isPrivate: user.isPrivate,
        isVerified: user.isVerified,
      }

const usersById = compiled({ ids: 'uuid[]' }, (db, { ids }) =>
  db.selectFrom('User').select(userJson().as('user')).where('User.id', '=', anyOf(ids)),
)

/** Users by id, for any viewer: the viewer themselves, and people that a query of `access` has let through. */
export async function viewUsers(ctx: View, ids: readonly string[]): Promise<Map<string, User>> {
  if (ids.length === 0) return new Map()
  const found = await usersById(ctx.em, { ids: [...new Set(ids)] })
  return new Map(found.map(({ user }) => [user.id, viewUser(user, ctx)]))
}

const knownUsers = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('User', 'User.id', 'pair.id')
    .select(['pair.ord', userJson().as('user')])
    .where(eb =>
      eb.or([
        canSee(eb.ref('pair.viewerId')),
        eb.and([eb('User.status', '=', 'active'), blocks(eb.ref('pair.viewerId'), eb.ref('User.id'))]),
      ]),
    ),
)

/** Users by id, null for those whom the viewer can neither see nor has blocked. */
export async function viewKnownUsers(ctx: View, seen: readonly Seen[]): Promise<(User | null)[]> {
  if (seen.length === 0) return []
  const found = await knownUsers(ctx.em, pairsOf(seen))
  return inOrder(seen.length, found, row => viewUser(row.user, ctx))
}

/** The same in the order of the ids, null for those that do not exist. */
export async function viewUsersInOrder(ctx: View, ids: readonly string[]): Promise<(User | null)[]> {
  const users = await viewUsers(ctx, ids)
  return ids.map(id => users.get(id) ?? null)
}
