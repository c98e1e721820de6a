import type { EntityManager } from '@mikro-orm/postgresql'
import type { DurableEvent, Stream } from '#contract'
import { anyOf, compiled, db } from '#database'
import { LogEntry } from '#entities'
import type { EntryToRender } from '#entities/event-refs'

/** Renders entries for their recipients; null for what they may no longer see. */
export type RenderEntries = (em: EntityManager, entries: readonly EntryToRender[]) => Promise<(object | null)[]>

/** How far back a log reaches. */
export const kept = { days: 30, entries: 10_000 }

/** A page of a user's log after a number. `reset` when the log no longer reaches back that far. */
export async function readLog(
  em: EntityManager,
  render: RenderEntries,
  { userId, stream, seq, limit }: { userId: string; stream: Stream; seq: number; limit: number },
) {
  const head = await db(em)
    .selectFrom('LogHead')
    .select(['seq', 'floor'])
    .where('userId', '=', userId)
    .where('stream', '=', stream)
    .executeTakeFirst()
  const headSeq = head?.seq ?? 0
  if (head && (seq < head.floor || seq > headSeq)) return { entries: [], head: headSeq, reset: true }
  const found = await em.find(
    LogEntry,
    { userId, stream, seq: { $gt: seq, $lte: headSeq } },
    { orderBy: { seq: 'asc' }, limit, disableIdentityMap: true },
  )
  const entries = found.map(entry => ({
    userId,
    event: entry.event as DurableEvent,
    refs: entry.refs as EntryToRender['refs'],
  }))
  const payloads = await render(em, entries)
  return {
    entries: found.map((entry, i) => sent(entry.seq, entry.at.toISOString(), entry.event, payloads[i] ?? null)),
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

const headsOf = compiled({ userIds: 'uuid[]' }, (db, { userIds }) =>
  db.selectFrom('LogHead').select(['userId', 'stream', 'seq']).where('userId', '=', anyOf(userIds)),
)

/** The heads of users, in all their streams. */
export const readHeads = (em: EntityManager, userIds: readonly string[]) => headsOf(em, { userIds })
