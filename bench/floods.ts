import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Socket } from 'socket.io-client'
import { floods } from './support/floods.ts'
import { ask, connectAll, load, round } from './support/load.ts'
import { type BenchUser, makePosts, makeUsers } from './support/people.ts'
import type { Bench } from './support/servers.ts'

/** Measures with the default limits, unless the environment sets others. */
export const env = { RATE_LIMIT_SCALE: process.env.RATE_LIMIT_SCALE ?? '1' }

/**
 * The effect of a flood on others: sixteen users read posts before, during and after it (in milliseconds), and the memory of
 * the node (in MB; during a flood its peak). A flood whose connection is closed reconnects at once.
 */
export async function measure(bench: Bench, milliseconds: number) {
  const [flooder, ...others] = (await makeUsers(bench, 65)) as [BenchUser, ...BenchUser[]]
  const [postId = ''] = await makePosts(bench, flooder.id, 1)
  const tokens = others.map(user => user.token)
  const sockets = await connectAll(bench.url, 'posts', tokens)
  // Four accounts alternate, so that none reaches its own limit.
  const read = (loop: number, turn: number) => ask(sockets[loop * 4 + (turn % 4)] as Socket, 'posts.get', { postId })
  const readers = () => load(16, milliseconds, read, { pause: 50 })
  await readers()
  const results: Record<string, object> = {}
  for (const name of Object.keys(floods)) {
    const before = { ...(await readers()), memory: await memoryOf(bench.url) }
    const stop = new AbortController()
    const peak = peakMemory(bench.url, stop.signal)
    const flood = new Worker(new URL('./support/floods.ts', import.meta.url), {
      workerData: { name, url: bench.url, token: flooder.token },
    })
    const during = await readers()
    stop.abort()
    flood.postMessage('stop')
    const [[sent], memory] = [await once(flood, 'message'), await peak]
    await flood.terminate()
    await wait(2000)
    const after = { ...(await readers()), memory: await memoryOf(bench.url) }
    results[name] = { ...sent, before, during: { ...during, memory }, after, p99Ratio: round(during.p99 / before.p99) }
  }
  for (const socket of sockets) socket.close()
  return { scale: env.RATE_LIMIT_SCALE, ...results }
}

async function peakMemory(url: string, signal: AbortSignal) {
  let peak = 0
  while (!signal.aborted) {
    peak = Math.max(peak, await memoryOf(url))
    await wait(250)
  }
  return peak
}

async function memoryOf(url: string) {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Math.round(Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]) / 1e6)
}
