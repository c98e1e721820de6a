import type { EntityManager } from '@mikro-orm/postgresql'
import { type DurableEvent, events, type Stream } from '#contract'
import { compiledStatement, sql } from '#database'
import type { EntryToRender, EventRefs } from '#entities/event-refs'

export type Publication = { userId: string; event: DurableEvent; refs: EventRefs[DurableEvent] }

/** A committed entry of a user's log; `at` is an ISO time. */
export type Entry = EntryToRender & { stream: Stream; seq: number; at: string }

/**
 * Gives each row of `published` (user_id, stream, event, refs, ord) its recipient's next number and writes it: expressions behind
 * that one in a `with`. They end in `entries`.
 *
 * Locks heads by user and stream, in order, so that writers never deadlock: the last locks before a commit.
 * Plan: primary keys of log_head and log_entry. Every durable event passes here: `npm run bench -- likes`, `comments`.
 */
export const writingEntries = sql`
    heads as materialized (
      select user_id, stream, seq from log_head
      where (user_id, stream) in (select user_id, stream from published)
      order by user_id, stream for no key update
    ), numbered as (
      select published.*, heads.seq + row_number() over (partition by user_id, stream order by ord) as seq
      from published join heads using (user_id, stream)
    ), moved_heads as (
      update log_head set seq = newest.seq
      from (select user_id, stream, max(seq) as seq from numbered group by user_id, stream) newest
      where log_head.user_id = newest.user_id and log_head.stream = newest.stream
    ), entries as (
      insert into log_entry (user_id, stream, seq, event, refs)
      select user_id, stream, seq, event, refs from numbered
      returning user_id as "userId", stream, seq, event, refs, at
    )`

const write = compiledStatement<Omit<Entry, 'at'> & { at: Date }, { list: 'jsonb' }>(
  { list: 'jsonb' },
  ({ list }) => sql`with published as materialized (
      select * from jsonb_to_recordset(${list})
        as published (user_id uuid, stream text, event text, refs jsonb, ord int)
    ), ${writingEntries}
    select * from entries`,
)

/** Writes entries as the last statement before a commit, and returns them. */
export async function appendEntries(em: EntityManager, published: readonly Publication[]): Promise<Entry[]> {
  const list = published.map(({ userId, event, refs }, ord) => ({
    user_id: userId,
    stream: events[event].namespace,
    event,
    refs,
    ord,
  }))
  const entries = await write(em, { list })
  return entries.map(entry => ({ ...entry, at: entry.at.toISOString() }))
}
