import { db } from '#database'
import { trimFeeds as trim } from '#domain/feed/feed-entries.sql'
import { job } from '../job.ts'

/** The newest posts that are kept in each feed; older ones are found by query. */
const kept = 500
/** Feeds that are trimmed in one transaction, and entries that are dropped in it. */
const maxFeeds = 500
const maxDropped = 20_000
/** Seconds between two rounds through all accounts. */
const pause = 600

const beforeAll = '00000000-0000-0000-0000-000000000000'

/** Goes through accounts in the order of their ids, some at a time: the cost does not grow with the whole table. */
export const trimFeeds = job('feeds.trim', {
  async handle({ after }, ctx) {
    const owners = await db(ctx.em)
      .selectFrom('User')
      .select('id')
      .where('id', '>', after ?? beforeAll)
      .orderBy('id')
      .limit(maxFeeds)
      .execute()
    const ids = owners.map(owner => owner.id)
    const dropped = await trim(ctx.em, ids, kept, maxDropped)
    if (dropped === maxDropped) return ctx.enqueue('feeds.trim', { after }, { inSeconds: 1 })
    const last = ids.length === maxFeeds ? ids.at(-1) : undefined
    ctx.enqueue('feeds.trim', { after: last ?? null }, { inSeconds: last ? 1 : pause })
  },
})
