import type { RawBuilder } from 'kysely'
import { kept } from '#core/events/log'
import { rows, sql } from '#database/statement'
import { expireAccounts } from '../accounts/expire-accounts.ts'
import { reEncrypt } from '../accounts/re-encrypt.ts'
import { job } from '../job.ts'
import { expireUploads } from '../media/expire-uploads.ts'

/** Seconds until rows are looked through again; sooner where there was more than one go could take. */
const pause = 600
const most = 20_000
/** Hours that an abandoned sign-up keeps its name: longer once its address is proven. */
const unfinished = { unproven: 24, proven: 7 * 24 }

const old = (table: string, condition: RawBuilder<unknown>) =>
  sql`delete from ${sql.table(table)} where ctid in (select ctid from ${sql.table(table)} where ${condition} limit ${most})
    returning 1`

const expired = [
  old('idempotency', sql`created_at < now() - interval '24 hours'`),
  old('invalidation', sql`at < now() - interval '1 hour'`),
  old('code', sql`created_at < now() - interval '1 day'`),
  // Whoever is going on with theirs at this moment holds its row, and is passed over.
  sql`delete from users where id in (
      select id from users where stage <> 'done' and created_at < now() - interval '1 hour' *
        case when verified_at is null then ${unfinished.unproven}::int else ${unfinished.proven}::int end
      order by id limit ${most} for update skip locked
    ) returning 1`,
  // Until then an ended session says which devices and addresses somebody is known by.
  old('session', sql`coalesce(ended_at, expires_at) < now() - interval '90 days'`),
  old('mail', sql`at < now() - interval '30 days'`),
  // Heads are locked in the order of everybody who writes to logs; what is dropped lies below their floors.
  sql`with heads as materialized (
      select log_head.* from log_head where (user_id, stream) in (
        select log_entry.user_id, log_entry.stream from log_entry join log_head using (user_id, stream)
        where at < now() - ${kept.days} * interval '1 day' or log_entry.seq <= log_head.seq - ${kept.entries}
        limit 1000
      ) order by user_id, stream for no key update
    ), dropped as (
      delete from log_entry using heads where heads.user_id = log_entry.user_id and heads.stream = log_entry.stream
        and (at < now() - ${kept.days} * interval '1 day' or log_entry.seq <= heads.seq - ${kept.entries})
      returning log_entry.user_id, log_entry.stream, log_entry.seq
    ), moved as (
      update log_head set floor = greatest(floor, newest.seq)
      from (select user_id, stream, max(seq) as seq from dropped group by user_id, stream) newest
      where log_head.user_id = newest.user_id and log_head.stream = newest.stream
    ) select 1 from dropped limit ${most}`,
]

export const expireRows = job('rows.expire', {
  async handle(_, ctx) {
    let isMore = false
    for (const statement of expired) {
      const dropped = await rows(ctx.em, statement)
      isMore ||= dropped.length >= most
    }
    isMore = (await reEncrypt(ctx)) || isMore
    isMore = (await expireUploads(ctx)) || isMore
    isMore = (await expireAccounts(ctx)) || isMore
    ctx.enqueue('rows.expire', {}, { inSeconds: isMore ? 1 : pause })
  },
})
