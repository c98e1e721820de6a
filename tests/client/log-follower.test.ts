import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type LogEntry, LogFollower, type LogPage } from '../../client/log-follower.ts'

const entry = (seq: number, event = 'message.received'): LogEntry => ({
  seq,
  at: '2026-05-04T09:30:00.000Z',
  event,
  payload: { seq },
})
const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => entry(from + 1 + index))

/** A log of `head` entries, a follower of it, and the timers' clock in our hands. */
function follow(start?: number) {
  const server = { head: 0, asked: [] as number[], page: 500, answer: null as null | (() => Promise<LogPage>) }
  const seen: number[] = []
  const resets: number[] = []
  const follower = new LogFollower({
    ...(start !== undefined && { seq: start }),
    since: async (seq, limit) => {
      server.asked.push(seq)
      if (server.answer) return server.answer()
      const entries = upTo(seq, Math.min(server.head, seq + Math.min(limit, server.page)))
      return { entries, head: server.head, reset: false }
    },
    deliver: ({ seq }) => seen.push(seq),
    reset: head => resets.push(head),
  })
  const says = (head: number) => {
    server.head = Math.max(server.head, head)
    follower.head(head)
  }
  return { follower, server, seen, resets, says }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('the log follower', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    return () => vi.useRealTimers()
  })

  it('starts at the first head and delivers what follows', () => {
    const { follower, seen, says } = follow()
    says(7)
    follower.receive(entry(8))
    follower.receive(entry(9))
    expect(seen).toEqual([8, 9])
    expect(follower.seq).toBe(9)
  })

  it('delivers what arrives before the first head, and not what the head already covers', () => {
    const { follower, seen, says } = follow()
    follower.receive(entry(8))
    expect(seen).toEqual([])
    says(8)
    expect(seen).toEqual([8])
  })

  it('asks for what was missed since a stored number', async () => {
    const { server, seen, says } = follow(3)
    says(6)
    await pass(0)
    expect(server.asked).toEqual([3])
    expect(seen).toEqual([4, 5, 6])
  })

  it('holds an early entry until the one before it arrives, without asking', async () => {
    const { follower, server, seen, says } = follow()
    says(6)
    follower.receive(entry(8))
    await pass(200)
    expect(seen).toEqual([])
    follower.receive(entry(7))
    expect(seen).toEqual([7, 8])
    await pass(60_000)
    expect(server.asked).toEqual([])
  })

  it('asks after 250 ms when the gap stays open', async () => {
    const { follower, server, seen, says } = follow()
    says(6)
    server.head = 9
    follower.receive(entry(9))
    await pass(249)
    expect(server.asked).toEqual([])
    await pass(1)
    expect(server.asked).toEqual([6])
    expect(seen).toEqual([7, 8, 9])
  })

  it('asks at once when a head is ahead', async () => {
    const { server, seen, says } = follow()
    says(1)
    says(3)
    expect(server.asked).toEqual([1])
    await pass(0)
    expect(seen).toEqual([2, 3])
  })

  it('drops duplicates, whether pushed or fetched', async () => {
    const { follower, seen, says } = follow()
    says(1)
    follower.receive(entry(2))
    follower.receive(entry(2))
    follower.receive(entry(1))
    says(2)
    says(4)
    follower.receive(entry(3))
    await pass(0)
    expect(seen).toEqual([2, 3, 4])
  })

  it('counts a void entry and delivers nothing', async () => {
    const { follower, seen, says } = follow()
    says(0)
    follower.receive(entry(1))
    follower.receive(entry(2, 'log.void'))
    follower.receive(entry(3))
    expect(seen).toEqual([1, 3])
    expect(follower.seq).toBe(3)
  })

  it('pages until the head', async () => {
    const { server, seen, says } = follow(0)
    server.page = 10
    says(25)
    await pass(0)
    expect(server.asked).toEqual([0, 10, 20])
    expect(seen).toEqual(upTo(0, 25).map(({ seq }) => seq))
  })

  it('sends one request at a time, and delivers what is pushed meanwhile in order', async () => {
    const { follower, server, seen, says } = follow(0)
    const { promise, resolve } = Promise.withResolvers<LogPage>()
    server.answer = () => promise
    says(3)
    says(4)
    follower.receive(entry(1))
    follower.receive(entry(5))
    await pass(1_000)
    expect(server.asked).toEqual([0])
    expect(seen).toEqual([1])
    resolve({ entries: upTo(0, 4), head: 4, reset: false })
    await pass(0)
    expect(seen).toEqual([1, 2, 3, 4, 5])
    expect(server.asked).toEqual([0])
  })

  it('reports a reset and follows from the new head', async () => {
    const { follower, server, seen, resets, says } = follow(3)
    server.answer = async () => ({ entries: [], head: 12_000, reset: true })
    says(12_000)
    await pass(0)
    expect(resets).toEqual([12_000])
    follower.receive(entry(12_001))
    expect(seen).toEqual([12_001])
  })

  it('resets when a new connection shows a log shorter than what it has seen', async () => {
    const { follower, server, resets } = follow(9)
    server.head = 2
    follower.head(2)
    await pass(0)
    expect(resets).toEqual([2])
  })

  it('ignores a late head that is behind', async () => {
    const { follower, server, resets, says } = follow()
    says(5)
    follower.receive(entry(6))
    follower.head(5)
    await pass(60_000)
    expect(server.asked).toEqual([])
    expect(resets).toEqual([])
  })

  it('asks again with growing pauses while the server cannot respond', async () => {
    const { server, seen, says } = follow(0)
    server.answer = () => Promise.reject(new Error('away'))
    says(2)
    await pass(1_000)
    expect(server.asked).toHaveLength(2)
    await pass(2_000)
    expect(server.asked).toHaveLength(3)
    server.answer = null
    await pass(5_000)
    expect(seen).toEqual([1, 2])
    await pass(120_000)
    expect(server.asked).toHaveLength(4)
  })

  it('delivers nothing more once stopped', async () => {
    const { follower, seen, says } = follow(0)
    says(2)
    follower.stop()
    follower.receive(entry(1))
    await pass(60_000)
    expect(seen).toEqual([])
  })
})
