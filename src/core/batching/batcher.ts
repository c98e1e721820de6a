import type { ReadContext, Viewer, WriteContext } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { isLockTimeout, isRolledBack, type Transact } from '#core/pipeline/transaction'

export type Item<I> = { input: I; viewer: Viewer; idempotency: { operation: string; key: string; hash: string } | null }

/**
 * Many calls that one transaction carries out: while one batch is in flight the next gathers, without a timer. `run`
 * returns the result or the error of each item, in their order; `view` turns results into outputs, also the kept results
 * of earlier calls with the same idempotency key.
 */
export type Batch<I = unknown, R = unknown, O = unknown> = {
  name: string
  /** What an item is about: the id of the row that it locks. */
  about(input: I): string
  /** Whether a batch holds at most one item of a viewer about a thing: the second waits for the next batch. */
  distinct: boolean
  /** The result of an item that succeeds, where it is known before: it is written with the idempotency key, not after. */
  expect?(input: I): R
  run(items: readonly Item<I>[], ctx: WriteContext): Promise<(R | ApiError)[]>
  view(made: readonly { result: R; viewer: Viewer }[], ctx: ReadContext): Promise<(O | ApiError)[]>
}

export const batch = <I, R, O>(declared: Batch<I, R, O>): Batch<I, R, O> => declared

type Waiting<I, O> = { item: Item<I>; resolve(output: O): void; reject(error: unknown): void }

const maxItems = 256

export function createBatcher<I, R, O>(
  work: (items: readonly Item<I>[], ctx: WriteContext) => Promise<(O | ApiError)[]>,
  { about, distinct }: Pick<Batch<I, R, O>, 'about' | 'distinct'>,
  transact: Transact,
  onBatch: (size: number) => void,
) {
  let waiting: Waiting<I, O>[] = []
  let running = false
  const underWay = new Set<string>()
  const keyOf = ({ item }: Waiting<I, O>) => `${item.viewer.id} ${about(item.input)}`

  const pump = async () => {
    running = true
    for (let batch = take(); batch.length > 0; batch = take()) {
      onBatch(batch.length)
      const left = await attempt(batch)
      // Retries run beside the next batches: one stuck row holds up no other.
      void split(left).then(() => release(batch))
    }
    running = false
  }

  const take = () => {
    if (!distinct) return waiting.splice(0, maxItems)
    const taken: Waiting<I, O>[] = []
    const left: Waiting<I, O>[] = []
    const passed = new Set<string>()
    for (const one of waiting) {
      const key = keyOf(one)
      // Items behind a waiting one with the same key wait too: they keep their order.
      if (taken.length >= maxItems || underWay.has(key) || passed.has(key)) {
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

  const release = (batch: Waiting<I, O>[]) => {
    if (distinct) for (const one of batch) underWay.delete(keyOf(one))
    if (!running && waiting.length > 0) void pump()
  }

  /** Carries out a batch; returns the items to try again by themselves. */
  const attempt = async (batch: Waiting<I, O>[]): Promise<Waiting<I, O>[]> => {
    try {
      const results = await transact(ctx =>
        work(
          batch.map(one => one.item),
          ctx,
        ),
      )
      // The next batch goes to the database first, which works on it while these are answered.
      setImmediate(() => {
        for (const [i, one] of batch.entries()) answer(one, results[i] as O | ApiError)
      })
      return []
    } catch (error) {
      // One bad item must not fail the others. But where it is not known whether the batch was committed, nothing is
      // done twice; and those that wait for one stuck row would only wait again.
      const isOneStuckRow = isLockTimeout(error) && new Set(batch.map(one => about(one.item.input))).size === 1
      if (batch.length > 1 && isRolledBack(error) && !isOneStuckRow) return batch
      for (const one of batch) one.reject(error)
      return []
    }
  }

  const split = async (batch: Waiting<I, O>[]) => {
    if (batch.length === 0) return
    const groups = [...Map.groupBy(batch, one => about(one.item.input)).values()]
    const parts = groups.length > 1 ? groups : batch.map(one => [one])
    for (const part of parts) await split(await attempt(part))
  }

  return (item: Item<I>) =>
    new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!running) void pump()
    })
}

const answer = <I, O>(one: Waiting<I, O>, result: O | ApiError) => {
  if (result instanceof ApiError) one.reject(result)
  else one.resolve(result)
}
