import { describe, expect, it, vi } from 'vitest'
import { withDeadline } from '../../client/deadline.ts'

/** Ends when its signal says so, with the reason. */
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason))
  })

describe('a call with a deadline', () => {
  it('returns what was run, and leaves no listener on the signals that it followed', async () => {
    const signals = [new AbortController().signal, undefined, new AbortController().signal]
    const counts = signals.map(signal => {
      const added = signal && vi.spyOn(signal, 'addEventListener')
      const removed = signal && vi.spyOn(signal, 'removeEventListener')
      return () => [added?.mock.calls.length, removed?.mock.calls.length]
    })
    expect(await withDeadline(60_000, signals, async signal => signal.aborted)).toBe(false)
    expect(counts.map(count => count())).toEqual([
      [1, 1],
      [undefined, undefined],
      [1, 1],
    ])
  })

  it('ends with a timeout when no response comes in time', async () => {
    await expect(withDeadline(1, [], untilAborted)).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('ends for the reason of the first signal that aborts', async () => {
    const [first, second] = [new AbortController(), new AbortController()]
    const call = withDeadline(60_000, [first.signal, second.signal], untilAborted)
    second.abort('the second')
    first.abort('the first')
    await expect(call).rejects.toBe('the second')
  })

  it('does not wait for a signal that has been aborted before', async () => {
    await expect(withDeadline(60_000, [AbortSignal.abort('before')], untilAborted)).rejects.toBe('before')
  })

  it('passes on what goes wrong by itself', async () => {
    await expect(withDeadline(60_000, [], () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  })
})
