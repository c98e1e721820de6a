import { rows, sql } from '#database/statement'
import { job } from '../job.ts'

/** So many of the newest posts are kept in each feed; older ones are found by query. */
const kept = 500
/** So many people's feeds are looked at in one go, and so many entries are dropped in it. */
const mostPeople = 500
const mostDropped = 20_000
/** Seconds between two rounds through everybody. */
const pause = 600

const beforeAll = '00000000-0000-0000-0000-000000000000'

/** Goes through people in the order of their ids, some at a time: what it costs does not grow with the whole table. */
export const trimFeeds = job('feeds.trim', {
  async handle({ after }, ctx) {
    const people = await rows<{ id: string }>(
      ctx.em,
      sql`select id from users where id > ${after ?? beforeAll} order by id limit ${mostPeople}`,
    )
    const dropped = await rows(
      ctx.em,
      sql`delete from feed_entry using (
          select older.owner_id, older.post_id from unnest(${people.map(({ id }) => id)}::uuid[]) as owner (id)
          cross join lateral (
            select published_at, post_id from feed_entry where owner_id = owner.id
            order by published_at desc, post_id desc offset ${kept - 1} limit 1
          ) last join feed_entry older on older.owner_id = owner.id
            and (older.published_at, older.post_id) < (last.published_at, last.post_id)
          limit ${mostDropped}
        ) surplus where feed_entry.owner_id = surplus.owner_id and feed_entry.post_id = surplus.post_id returning 1`,
    )
    if (dropped.length === mostDropped) return ctx.enqueue('feeds.trim', { after }, { inSeconds: 1 })
    const last = people.length === mostPeople ? people.at(-1) : undefined
    ctx.enqueue('feeds.trim', { after: last?.id ?? null }, { inSeconds: last ? 1 : pause })
  },
})
