import type { Profile } from '#contract'
import { iso, row, sql } from '#entities/query'
import { type UserRow, userColumns, viewUser } from './user-view.ts'
import type { View } from './view.ts'

type Found = {
  user: UserRow
  bio: string
  website: string
  pronouns: string
  createdAt: string
  posts: number
  followers: number
  following: number
  relation: 'following' | 'requested' | null
  followedBy: boolean
}

/** A profile by user name, as a viewer (or nobody signed in) sees it; null if nobody is there. */
export async function viewProfile(ctx: View, viewerId: string | null, username: string): Promise<Profile | null> {
  const found = await row<Found>(
    ctx.em,
    sql`select ${userColumns('users')} as "user", bio, website, pronouns, users.created_at as "createdAt",
      post_count as posts, follower_count as followers, following_count as following, mine.status as relation,
      exists (select 1 from follow where follower_id = users.id and followee_id = ${viewerId}::uuid and status = 'following')
        as "followedBy"
    from users left join follow mine on mine.follower_id = ${viewerId}::uuid and mine.followee_id = users.id
    where users.username = ${username.toLowerCase()} and users.status = 'active' and users.stage = 'done'`,
  )
  if (found === null) return null
  const { user, bio, website, pronouns, createdAt, posts, followers, following, followedBy } = found
  const relation = user.id === viewerId ? 'self' : (found.relation ?? 'none')
  return {
    ...viewUser(user, ctx),
    bio,
    website,
    pronouns,
    createdAt: iso(createdAt),
    counts: { posts, followers, following },
    viewer: { relation, followedBy, blocking: false, muting: false },
  }
}
