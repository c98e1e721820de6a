import type { RawBuilder } from 'kysely'
import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'

const atOnce = 2000

const some = (table: string, condition: RawBuilder<unknown>) =>
  sql`delete from ${sql.table(table)} where ctid in (select ctid from ${sql.table(table)} where ${condition} limit ${atOnce})
    returning 1`

/** What somebody did and was told. Of the counts of others none of it is part any longer. */
const tracesOf = (id: string) => [
  some('post_like', sql`user_id = ${id}`),
  some('post_save', sql`user_id = ${id}`),
  some('follow', sql`follower_id = ${id}`),
  some('follow', sql`followee_id = ${id}`),
  some('feed_entry', sql`owner_id = ${id}`),
  some('block', sql`${id} in (blocker_id, blocked_id)`),
  some('mute', sql`${id} in (muter_id, muted_id)`),
  some('dismissal', sql`${id} in (user_id, dismissed_id)`),
  some('notification', sql`${id} in (user_id, about_id)`),
  some('log_entry', sql`user_id = ${id}`),
  some('idempotency', sql`user_id = ${id}`),
]

/** Removes what is left of somebody besides what they made. */
export async function eraseTraces(ctx: WriteContext, userId: string): Promise<boolean> {
  let isMore = false
  for (const statement of tracesOf(userId)) {
    const removed = await rows(ctx.em, statement)
    isMore ||= removed.length >= atOnce
  }
  return isMore
}
