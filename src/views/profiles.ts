import { knows, mutes } from '#access/apart'
import type { Profile } from '#contract'
import { entitiesOf } from '#contract/text-entities'
import { iso, row, sql } from '#database/statement'
import { type UserRow, userColumns, viewUser } from './users.ts'
import type { View } from './view.ts'

type Found = {
  user: UserRow
  about: Pick<Profile, 'bio' | 'website' | 'pronouns' | 'createdAt' | 'counts'>
  relation: 'following' | 'requested' | null
  followedBy: boolean
  muting: boolean
}

// JSON, because the driver's work is by the column.
const columns = sql`${userColumns('users')} as "user", json_build_object('bio', bio, 'website', website,
  'pronouns', pronouns, 'createdAt', users.created_at, 'counts', json_build_object('posts', post_count,
  'followers', follower_count, 'following', following_count)) as about`

/** A profile by user name, as a viewer (or nobody signed in) sees it; null if nobody is there. */
export async function viewProfile(ctx: View, viewerId: string | null, username: string): Promise<Profile | null> {
  const viewer = sql`${viewerId}::uuid`
  const found = await row<Found>(
    ctx.em,
    sql`select ${columns}, mine.status as relation, theirs.status is not null as "followedBy",
      ${mutes(viewer, sql`users.id`)} as muting from users
    left join follow mine on mine.follower_id = ${viewer} and mine.followee_id = users.id
    left join follow theirs on theirs.follower_id = users.id and theirs.followee_id = ${viewer}
      and theirs.status = 'following'
    where users.username = ${username.toLowerCase()} and ${knows(viewer)}`,
  )
  if (found === null) return null
  const { user, about, followedBy, muting } = found
  const relation = user.id === viewerId ? 'self' : (found.relation ?? 'none')
  return {
    ...viewUser(user, ctx),
    ...about,
    entities: entitiesOf(about.bio),
    createdAt: iso(about.createdAt),
    // Whom one blocks is not there to be looked at.
    viewer: { relation, followedBy, blocking: false, muting },
  }
}
