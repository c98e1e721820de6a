import { canSee, mutes } from '#access/users'
import type { Profile } from '#contract'
import { entitiesOf } from '#contract/text-entities'
import { columnsOf, compiled, jsonBuildObject } from '#database'
import { userJson, viewUser } from './users.ts'
import type { View } from './view.ts'

// JSON, because the driver's work grows with the number of columns.
const user = columnsOf('User', 'User')
const about = jsonBuildObject({
  bio: user('bio'),
  website: user('website'),
  pronouns: user('pronouns'),
  posts: user('postCount'),
  followers: user('followerCount'),
  following: user('followingCount'),
})

const profileSeen = compiled({ viewer: 'uuid', username: 'text' }, (db, { viewer, username }) =>
  db
    .selectFrom('User')
    .leftJoin('Follow as mine', join =>
      join.on('mine.followerId', '=', viewer).onRef('mine.followeeId', '=', 'User.id'),
    )
    .leftJoin('Follow as theirs', join =>
      join
        .onRef('theirs.followerId', '=', 'User.id')
        .on('theirs.followeeId', '=', viewer)
        .on('theirs.status', '=', 'following'),
    )
    .select(eb => [
      userJson().as('user'),
      about.as('about'),
      'User.createdAt',
      'mine.status as relation',
      eb('theirs.status', 'is not', null).as('followedBy'),
      mutes(viewer, eb.ref('User.id')).as('muting'),
    ])
    .where('User.username', '=', username)
    .where(canSee(viewer)),
)

/** The profile of a user name as the viewer (null: nobody signed in) sees it; null if they cannot see the account. */
export async function viewProfile(ctx: View, viewerId: string | null, username: string): Promise<Profile | null> {
  const [found] = await profileSeen(ctx.em, { viewer: viewerId, username: username.toLowerCase() })
  if (!found) return null
  const { bio, website, pronouns, ...counts } = found.about
  return {
    ...viewUser(found.user, ctx),
    bio,
    entities: entitiesOf(bio),
    website,
    pronouns,
    counts,
    createdAt: found.createdAt.toISOString(),
    viewer: {
      relation: found.user.id === viewerId ? 'self' : (found.relation ?? 'none'),
      followedBy: found.followedBy === true,
      // A viewer cannot see the people they block.
      blocking: false,
      muting: found.muting === true,
    },
  }
}
