import type { Profile } from '#contract'
import { rows, sql } from '#database/statement'
import type { View } from './view.ts'

/** The counts of profiles, as everybody sees them; nothing of whoever is not there. */
export async function viewCounts(ctx: Pick<View, 'em'>, userIds: readonly string[]) {
  const found = await rows<{ id: string; counts: Profile['counts'] }>(
    ctx.em,
    sql`select id, json_build_object('posts', post_count, 'followers', follower_count, 'following', following_count)
        as counts
      from users where id = any(${[...userIds]}::uuid[]) and status = 'active' and stage = 'done'`,
  )
  return new Map(found.map(({ id, counts }) => [id, counts]))
}
