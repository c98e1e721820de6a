import { knows } from '#access/apart'
import type { Person, Relation } from '#contract'
import { rows, sql } from '#database/statement'
import { type UserRow, userColumns, viewUser } from './users.ts'
import { inOrder, pairs, seenBy, type View } from './view.ts'

type Found = { ord: string; user: UserRow; relation: Relation; followedBy: boolean }

/** People in a list, with how the viewer stands to each, in the order asked; null where the viewer may not know of them. */
export async function viewPeople(ctx: View, viewerId: string, ids: readonly string[]): Promise<(Person | null)[]> {
  if (ids.length === 0) return []
  const found = await rows<Found>(
    ctx.em,
    sql`select pair.ord, ${userColumns('users')} as "user",
      case when users.id = pair.viewer_id then 'self' else coalesce(mine.status, 'none') end as relation,
      theirs.status is not null as "followedBy"
    from ${pairs(seenBy(viewerId, ids))} join users on users.id = pair.id
    left join follow mine on mine.follower_id = pair.viewer_id and mine.followee_id = users.id
    left join follow theirs on theirs.follower_id = users.id and theirs.followee_id = pair.viewer_id
      and theirs.status = 'following'
    where ${knows(sql`pair.viewer_id`)}`,
  )
  return inOrder(ids.length, found, ({ user, relation, followedBy }) => ({
    ...viewUser(user, ctx),
    viewer: { relation, followedBy },
  }))
}
