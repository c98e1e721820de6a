import { expect, it } from 'vitest'
import { limits } from '#core/pipeline/limits'
import type { TestApp } from '#support/app/use-app'
import { useCluster } from '#support/cluster/use-cluster'
import { until } from '#support/events/next-event'
import { ask } from '#support/transports/http'

/** Three calls of `auth` a minute. */
const scale = 3 / limits.auth.points

const cluster = useCluster({ env: { RATE_LIMIT_SCALE: `${scale}`, TRUST_PROXY: '1' } })
const nodes = [cluster.a, cluster.b]

/** Calls the nodes in turn from one address; what each says is left, or that it was too often. */
async function callInTurn(address: string, times: number) {
  const told = []
  for (let call = 0; call < times; call += 1) {
    const headers = { 'x-forwarded-for': address }
    const node = nodes[call % nodes.length] as TestApp
    const answer = await ask(node, 'POST', '/v1/auth/refresh', { headers, body: { refreshToken: 'x' } })
    told.push([answer.status, Number(answer.headers['ratelimit-remaining'])])
  }
  return told
}

it('two nodes count guesses together', async () => {
  expect(await callInTurn('198.51.100.1', 5)).toEqual([
    [401, 2],
    [401, 1],
    [401, 0],
    [429, 0],
    [429, 0],
  ])
})

it('two nodes allow exactly the limit of many calls at once', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.2' }
  const calls = Array.from({ length: 30 }, (_, i) =>
    ask(nodes[i % 2] as TestApp, 'POST', '/v1/auth/refresh', { headers, body: { refreshToken: 'x' } }),
  )
  const answers = await Promise.all(calls)
  expect(answers.filter(({ status }) => status !== 429)).toHaveLength(limits.auth.points * scale)
})

it('each node counts by itself and still rejects while Redis is away', async () => {
  await cluster.stopRedis()
  let tried = 0
  // Until a node has noticed, it asks a Redis that is not there.
  await until(
    () => callInTurn(`198.51.100.${100 + ++tried}`, 6),
    told => JSON.stringify(told) === JSON.stringify([2, 2, 1, 1, 0, 0].map(left => [401, left])),
  )
  expect((await callInTurn(`198.51.100.${100 + tried}`, 2)).map(([status]) => status)).toEqual([429, 429])
})
