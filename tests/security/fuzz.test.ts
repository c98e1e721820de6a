import { expect, it } from 'vitest'
import { operations } from '#contract'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase } from '#support/app/use-app'
import { kinds, type Seeds } from '#support/fuzz/kinds'
import { randomFrom } from '#support/fuzz/random'
import { crowd } from '#support/people/crowd'
import { photo } from '#support/photos/photo'
import { besideNode, secret, startNode } from '#support/process/start-node'
import { goodInput, makeWorld } from '#support/security/world'

/** `npm run fuzz` sets both: more exchanges of each kind, and another seed each time. */
const exchanges = Number(process.env.FUZZ_EXCHANGES ?? 600)
const seed = Number(process.env.FUZZ_SEED ?? 1)
const batchSize = 200
/** So many lines are open at once. */
const atOnce = 25
/** A node may keep so many megabytes more after all of it than after the first batch. */
const mostGrowth = 150

it('a node keeps serving and stays small under seeded random mutations of all input', async () => {
  const env = {
    HOST: '127.0.0.1',
    DATABASE_URL: await createDatabase(),
    DATA_DIR: await temporaryFolder(),
    JWT_SECRET: secret,
    MAILBOX: 'on',
    // What is taken is rendered elsewhere: this is about what arrives.
    WORKERS: 'off',
  }
  const node = await startNode(env)
  const outside = await besideNode(env.DATABASE_URL, node.port)
  const world = await makeWorld(outside)
  const inputs = new Map(Object.entries(operations).map(([name, each]) => [name, goodInput(name, each, world)]))
  const own = [world.ann, world.bob].map(({ client }) => client.tokens?.accessToken ?? '')
  const small = await photo({ width: 60, height: 40 })

  const memory: number[] = []
  const statuses = new Map<string, number>()
  for (let done = 0; done < exchanges; done += batchSize) {
    // Sessions may be ended by what is sent: those that sign out are new in each batch.
    const members = await crowd(outside, 10)
    const seeds: Seeds = {
      port: node.port,
      photo: small,
      inputOf: name => inputs.get(name) ?? {},
      tokenFor: (random, name) =>
        random.pick(name.startsWith('auth.') ? members.map(({ tokens }) => tokens.accessToken) : own),
    }
    for (const [kindNumber, [kind, send]] of Object.entries(kinds).entries()) {
      const numbers = Array.from({ length: Math.min(batchSize, exchanges - done) }, (_, i) => done + i).values()
      const work = async () => {
        for (const number of numbers) {
          // One number and the seed make one exchange, whatever came before it.
          const random = randomFrom(seed * 1_000_003 + kindNumber * 500_009 + number)
          const { sent, text, isStuck } = await send(seeds, random)
          const [, status = 'closed'] = /^HTTP\/1\.1 (\d{3})/.exec(text) ?? []
          statuses.set(`${kind} ${status}`, (statuses.get(`${kind} ${status}`) ?? 0) + 1)
          const about = `${kind}, exchange ${number}, ${JSON.stringify(sent.slice(0, 1000))}`
          expect(isStuck, `${about}: the line is closed`).toBe(false)
          expect(text, `${about}: nothing fails inside`).not.toMatch(/^HTTP\/1\.1 50[0-2]|"code":"internal"/)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, work))
      const healthy = await fetch(`${node.url}/healthz`, { signal: AbortSignal.timeout(1000) })
      expect(healthy.status, `health after ${kind}, exchange ${done}`).toBe(200)
    }
    memory.push(await residentMegabytes(node.url))
  }

  const [before = 0] = memory
  const after = memory.at(-1) ?? 0
  const total = exchanges * Object.keys(kinds).length
  process.stdout.write(
    `Fuzz: ${total} exchanges, seed ${seed}, memory ${before} MB after the first batch and ${after} MB at the end, ` +
      `${Math.max(...memory)} MB at most. ${[...statuses].map(entry => entry.join(': ')).join(', ')}.\n`,
  )
  expect(after - before).toBeLessThan(mostGrowth)
}, 3_600_000)

async function residentMegabytes(url: string) {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  const bytes = Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1])
  expect(bytes).toBeGreaterThan(0)
  return Math.round(bytes / 1024 / 1024)
}
