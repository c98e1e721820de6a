import { expect, it } from 'vitest'
import { createBatcher, type Item } from '#core/batching/batcher'
import { ApiError } from '#core/pipeline/errors'
import type { Transact } from '#core/pipeline/transaction'

type Call = { thing: string; text: string }
const item = (who: string, thing: string, text = ''): Item<Call> => {
  return { input: { thing, text }, viewer: { id: who, sessionId: 's', stage: 'done', role: 'user' }, idempotency: null }
}
// Nothing here writes: what is looked at is who joins whom.
const transact: Transact = work => work({} as Parameters<Parameters<Transact>[0]>[0])
const about = ({ thing }: Call) => thing

function combining(work: (items: readonly Item<Call>[]) => Promise<unknown[]>, distinct = true) {
  const sizes: number[] = []
  const call = createBatcher<Call, unknown, unknown>(work, { about, distinct }, transact, size => sizes.push(size))
  return { call, sizes }
}
const soon = () => new Promise(resolve => setTimeout(resolve, 5))

it('carries out a single call at once, and the calls that come meanwhile together', async () => {
  const { call, sizes } = combining(async items => {
    await soon()
    return items.map(one => one.input.text)
  })
  const answers = await Promise.all(['a', 'b', 'c', 'd'].map(who => call(item(who, 'post', who))))
  expect(answers).toEqual(['a', 'b', 'c', 'd'])
  expect(sizes).toEqual([1, 3])
})

it('never puts two calls of one user about one thing into a batch, and keeps their order', async () => {
  const order: string[] = []
  const { call } = combining(async items => {
    expect(new Set(items.map(one => one.viewer.id)).size).toBe(items.length)
    order.push(...items.map(one => one.input.text))
    await soon()
    return items.map(() => true)
  })
  await Promise.all(['1', '2', '3'].map(text => call(item('ann', 'post', text))))
  expect(order).toEqual(['1', '2', '3'])
})

it('returns to each call its own error', async () => {
  const { call } = combining(async items =>
    items.map(one => (one.viewer.id === 'ann' ? new ApiError('not_found', 'No.') : 1)),
  )
  const answers = await Promise.allSettled([call(item('bob', 'p')), call(item('ann', 'p')), call(item('cy', 'p'))])
  expect(answers.map(one => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
})

it('fails only the faulty call when a batch fails', async () => {
  const { call } = combining(async items => {
    await soon()
    if (items.some(one => one.input.text === 'bad')) throw new Error('bad')
    return items.map(() => 'good')
  })
  const calls = ['good', 'good', 'bad', 'good'].map((text, i) => call(item(`p${i}`, 'post', text)))
  const answers = await Promise.allSettled(calls)
  expect(answers.map(one => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
})

it('repeats nothing when it is unknown whether the batch was committed', async () => {
  let runs = 0
  const { call } = combining(async () => {
    runs += 1
    await soon()
    throw new Error('Connection terminated unexpectedly')
  })
  const answers = await Promise.allSettled(['a', 'b', 'c'].map(who => call(item(who, 'post'))))
  expect(answers.every(one => one.status === 'rejected')).toBe(true)
  expect(runs).toBe(2)
})

it('continues with other things while calls that wait for a locked row are rejected together', async () => {
  const tried: string[][] = []
  const stuck = Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' })
  const { call } = combining(async items => {
    tried.push(items.map(one => one.input.thing))
    await soon()
    if (items.some(one => one.input.thing === 'stuck')) throw stuck
    return items.map(() => true)
  })
  const first = call(item('first', 'free'))
  const answers = await Promise.allSettled([
    first,
    ...['a', 'b', 'c'].map(who => call(item(who, 'stuck'))),
    call(item('d', 'free')),
  ])
  expect(answers.map(one => one.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected', 'fulfilled'])
  expect(tried).toEqual([['free'], ['stuck', 'stuck', 'stuck', 'free'], ['stuck', 'stuck', 'stuck'], ['free']])
})
