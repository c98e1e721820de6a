import type { EntityManager } from '@mikro-orm/postgresql'
import { type DurableEvent, events, type Stream } from '#contract'
import { iso, row, rows, sql } from '#database/statement'
import { LogEntry } from '#entities'
import type { EntryToRender, EventRefs } from '#entities/event-refs'

export type Publication = { userId: string; event: DurableEvent; refs: EventRefs[DurableEvent] }

/** An entry of a user's log as it was committed. */
export type Entry = EntryToRender & { stream: Stream; seq: number; at: string }

/** Renders entries for their recipients; null for what may no longer be seen. */
export type RenderEntries = (em: EntityManager, entries: readonly EntryToRender[]) => Promise<(object | null)[]>

export const streamOf = (event: DurableEvent) => events[event].namespace as Stream

/** How far back a log reaches. */
export const kept = { days: 30, entries: 10_000 }

/** Gives each entry its recipient's next number. Heads are locked in one order, so that writers never deadlock. */
export async function appendEntries(em: EntityManager, published: readonly Publication[]): Promise<Entry[]> {
  const list = published.map(({ userId, event, refs }, ord) => ({
    user_id: userId,
    stream: streamOf(event),
    event,
    refs,
    ord,
  }))
  const entries = await rows<Entry>(
    em,
    sql`with published as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(list)}::jsonb)
        as published (user_id uuid, stream text, event text, refs jsonb, ord int)
    ), heads as materialized (
      select user_id, stream, seq from log_head
      where (user_id, stream) in (select user_id, stream from published)
      order by user_id, stream for no key update
    ), numbered as (
      select published.*, heads.seq + row_number() over (partition by user_id, stream order by ord) as seq
      from published join heads using (user_id, stream)
    ), moved as (
      update log_head set seq = newest.seq
      from (select user_id, stream, max(seq) as seq from numbered group by user_id, stream) newest
      where log_head.user_id = newest.user_id and log_head.stream = newest.stream
    )
    insert into log_entry (user_id, stream, seq, event, refs)
    select user_id, stream, seq, event, refs from numbered
    returning user_id as "userId", stream, seq, event, refs, at`,
  )
  for (const entry of entries) entry.at = iso(entry.at)
  return entries
}

/** A page of a user's log after a number. `reset` when the log no longer reaches back that far. */
export async function readLog(
  em: EntityManager,
  render: RenderEntries,
  { userId, stream, seq, limit }: { userId: string; stream: Stream; seq: number; limit: number },
) {
  const head = await row<{ seq: number; floor: number }>(
    em,
    sql`select seq, floor from log_head where user_id = ${userId} and stream = ${stream}`,
  )
  const headSeq = head?.seq ?? 0
  if (head !== null && (seq < head.floor || seq > headSeq)) return { entries: [], head: headSeq, reset: true }
  const found = await em.find(
    LogEntry,
    { userId, stream, seq: { $gt: seq, $lte: headSeq } },
    { orderBy: { seq: 'asc' }, limit, disableIdentityMap: true },
  )
  const entries = found.map(entry => ({
    userId,
    event: entry.event as DurableEvent,
    refs: entry.refs as Publication['refs'],
  }))
  const payloads = await render(em, entries)
  return {
    entries: found.map((entry, i) => sent(entry.seq, iso(entry.at), entry.event, payloads[i] ?? null)),
    head: headSeq,
    reset: false,
  }
}

const sent = (seq: number, at: string, event: string, payload: object | null) => ({
  seq,
  at,
  event: payload === null ? 'log.void' : event,
  payload: payload as Record<string, unknown> | null,
})

/** The heads of these users, in all their streams. */
export const readHeads = (em: EntityManager, userIds: readonly string[]) =>
  rows<{ userId: string; stream: Stream; seq: number }>(
    em,
    sql`select user_id as "userId", stream, seq from log_head where user_id = any(${userIds}::uuid[])`,
  )
