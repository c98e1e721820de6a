import type { Reading, Viewer, Writing } from './context.ts'
import { Refusal } from './refusal.ts'
import { isRolledBack, type Transact } from './transaction.ts'

export type Item<I> = { input: I; viewer: Viewer; idempotency: { operation: string; key: string; hash: string } | null }

/**
 * A lane carries out many calls at once: while one batch is in flight the next gathers, without a timer. `run` answers
 * each item in order with its result or a refusal; `view` turns results into outputs, also those of an earlier call
 * with the same key.
 */
export type Lane<I = unknown, R = unknown, O = unknown> = {
  name: string
  /** What an item is about. Of one actor and target there is at most one in a batch: the second waits for the next. */
  target: ((input: I) => string) | null
  run(items: readonly Item<I>[], ctx: Writing): Promise<(R | Refusal)[]>
  view(made: readonly { result: R; viewer: Viewer }[], ctx: Reading): Promise<O[]>
}

export const lane = <I, R, O>(declared: Lane<I, R, O>): Lane<I, R, O> => declared

type Waiting<I, O> = { item: Item<I>; resolve(output: O): void; reject(error: unknown): void }

const mostItems = 256

export function createCombiner<I, R, O>(
  work: (items: readonly Item<I>[], ctx: Writing) => Promise<(O | Refusal)[]>,
  target: Lane<I, R, O>['target'],
  transact: Transact,
  onBatch: (size: number) => void,
) {
  const parallel = 1
  let waiting: Waiting<I, O>[] = []
  let pumps = 0
  const underWay = new Set<string>()
  const keyOf = ({ item }: Waiting<I, O>) => (target === null ? null : `${item.viewer.id} ${target(item.input)}`)

  const pump = async () => {
    pumps += 1
    for (let batch = take(); batch.length > 0; batch = take()) {
      onBatch(batch.length)
      await settle(batch)
      if (target !== null) for (const one of batch) underWay.delete(keyOf(one) as string)
    }
    pumps -= 1
  }

  const take = () => {
    if (target === null) return waiting.splice(0, mostItems)
    const taken: Waiting<I, O>[] = []
    const left: Waiting<I, O>[] = []
    const passed = new Set<string>()
    for (const one of waiting) {
      const key = keyOf(one) as string
      // Behind one that has to wait, those with the same key wait too: they keep their order.
      if (taken.length >= mostItems || underWay.has(key) || passed.has(key)) {
        left.push(one)
        passed.add(key)
      } else {
        taken.push(one)
        underWay.add(key)
      }
    }
    waiting = left
    return taken
  }

  const settle = async (batch: Waiting<I, O>[]) => {
    try {
      const results = await transact(ctx =>
        work(
          batch.map(one => one.item),
          ctx,
        ),
      )
      batch.forEach((one, i) => {
        answer(one, results[i] as O | Refusal)
      })
    } catch (error) {
      // One bad item must not fail the others: each has a transaction of its own. But where it is not known whether the
      // batch was committed, nothing is done twice.
      if (batch.length === 1 || !isRolledBack(error)) for (const one of batch) one.reject(error)
      else for (const one of batch) await settle([one])
    }
  }

  return (item: Item<I>) =>
    new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (pumps < parallel) void pump()
    })
}

const answer = <I, O>(one: Waiting<I, O>, result: O | Refusal) => {
  if (result instanceof Refusal) one.reject(result)
  else one.resolve(result)
}
