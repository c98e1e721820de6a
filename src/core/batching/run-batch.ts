import type { WriteContext } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { otherBody } from '#core/pipeline/idempotency'
import { claimKeys, type Kept, keepResults, nameOf } from '#core/pipeline/idempotency.sql'
import type { Batch, Item } from './batcher.ts'

/** Runs a batch: claims the idempotency keys of its items, and keeps their results. */
export async function runBatch<I, R, O>(
  batch: Batch<I, R, O>,
  items: readonly Item<I>[],
  ctx: WriteContext,
): Promise<(O | ApiError)[]> {
  const results = new Array<R | ApiError | undefined>(items.length)
  const keyed = items.flatMap((item, i) =>
    item.idempotency ? [{ i, userId: item.viewer.id, ...item.idempotency }] : [],
  )
  // The same key twice in one batch: the later ones are repetitions of the first.
  const first = new Map<string, number>()
  const again = new Map<number, number>()
  for (const one of keyed) {
    const name = nameOf(one)
    const earlier = first.get(name)
    if (earlier === undefined) first.set(name, one.i)
    else again.set(one.i, earlier)
  }
  const claims = keyed
    .filter(one => !again.has(one.i))
    .map(one => ({ ...one, result: batch.expect?.(items[one.i]?.input as I) ?? null }))
  const known = claims.length > 0 ? await claimKeys(ctx.em, claims) : []
  claims.forEach((claim, at) => {
    const one = known[at]
    if (one) results[claim.i] = one.hash === claim.hash && one.result ? (one.result as R) : otherBody()
  })
  const fresh = items.flatMap((_, i) => (results[i] === undefined && !again.has(i) ? [i] : []))
  if (fresh.length > 0) {
    const made = await batch.run(
      fresh.map(i => items[i] as Item<I>),
      ctx,
    )
    fresh.forEach((i, at) => {
      results[i] = made[at]
    })
  }
  for (const [i, earlier] of again) {
    const same = items[i]?.idempotency?.hash === items[earlier]?.idempotency?.hash
    results[i] = same ? results[earlier] : otherBody()
  }
  const made = items.flatMap(({ viewer }, i) => {
    const result = results[i]
    return result instanceof ApiError ? [] : [{ i, result: result as R, viewer }]
  })
  const isFresh = new Set(fresh)
  await keepResults(
    ctx.em,
    claims.flatMap((claim): Kept[] => {
      const result = results[claim.i]
      if (!isFresh.has(claim.i)) return []
      if (result instanceof ApiError) return [{ ...claim, result: null }]
      return batch.expect ? [] : [{ ...claim, result }]
    }),
  )
  const outputs = made.length > 0 ? await batch.view(made, ctx) : []
  const all: (O | ApiError)[] = results.map(result => result as ApiError)
  made.forEach(({ i }, at) => {
    all[i] = outputs[at] as O | ApiError
  })
  return all
}
