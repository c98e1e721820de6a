import { kept } from '#core/log'
import { rows, sql } from '#entities/query'
import { job } from './job.ts'

/** Seconds until rows are looked through again. */
const pause = 600
/** So many of the newest posts are kept in each feed; older ones are found by query. */
const feedKept = 500

export const expireRows = job('rows.expire', {
  async handle(_, ctx) {
    const { em } = ctx
    await rows(em, sql`delete from idempotency where created_at < now() - interval '24 hours'`)
    await rows(em, sql`delete from invalidation where at < now() - interval '1 hour'`)
    await rows(em, sql`delete from code where created_at < now() - interval '1 day'`)
    await rows(em, sql`delete from mail where at < now() - interval '30 days'`)
    await rows(
      em,
      sql`delete from feed_entry using (
        select owner_id, post_id from (
          select owner_id, post_id, row_number() over (partition by owner_id order by published_at desc, post_id desc) as n
          from feed_entry) ranked where n > ${feedKept}
      ) dropped where feed_entry.owner_id = dropped.owner_id and feed_entry.post_id = dropped.post_id`,
    )
    await rows(
      em,
      sql`with dropped as (
        delete from log_entry using log_head where log_head.user_id = log_entry.user_id
          and log_head.stream = log_entry.stream
          and (at < now() - ${kept.days} * interval '1 day' or log_entry.seq <= log_head.seq - ${kept.entries})
        returning log_entry.user_id, log_entry.stream, log_entry.seq
      )
      update log_head set floor = greatest(floor, newest.seq)
      from (select user_id, stream, max(seq) as seq from dropped group by user_id, stream) newest
      where log_head.user_id = newest.user_id and log_head.stream = newest.stream`,
    )
    ctx.enqueue('rows.expire', {}, { inSeconds: pause })
  },
})
