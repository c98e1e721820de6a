import { anyOf, columnsOf, compiled, jsonBuildObject, literal } from '#database'
import type { View } from './view.ts'

const user = columnsOf('User', 'User')

const countsById = compiled({ ids: 'uuid[]' }, (db, { ids }) =>
  db
    .selectFrom('User')
    .select([
      'User.id',
      jsonBuildObject({
        posts: user('postCount'),
        followers: user('followerCount'),
        following: user('followingCount'),
      }).as('counts'),
    ])
    .where('User.id', '=', anyOf(ids))
    .where('User.status', '=', literal('active'))
    .where('User.stage', '=', literal('done')),
)

/** The counts of profiles by id, the same for every viewer; without accounts that are unfinished or not active. */
export async function viewCounts({ em }: Pick<View, 'em'>, userIds: readonly string[]) {
  const found = await countsById(em, { ids: userIds })
  return new Map(found.map(({ id, counts }) => [id, counts]))
}
