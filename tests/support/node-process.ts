import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'
import type { TestApp } from './app.ts'
import { endWithThisProcess } from './redis.ts'

/** As much of a node as can be had from outside: what `crowd` and clients need. */
export type Outside = Pick<TestApp, 'port' | 'query'> & { config: Pick<TestApp['config'], 'jwtSecrets'> }

export type NodeProcess = { port: number; url: string; kill(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void> }

const main = join(import.meta.dirname, '../../src/main.ts')
export const secret = randomBytes(32).toString('base64url')

/** A node in a process of its own, which can be killed. `port` takes the place of one that was. */
export async function startNode(env: Record<string, string>, port = 0): Promise<NodeProcess> {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      DEMO: '0',
      LOG_LEVEL: 'error',
      RATE_LIMIT_SCALE: '1000',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const watcher = endWithThisProcess(child)
  const kill = async (signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL') => {
    child.kill(signal)
    await exited
    watcher.kill('SIGKILL')
  }
  onTestFinished(() => kill('SIGTERM'))
  const ready = new Promise<number>((resolve, reject) => {
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
        const [, taken] = /ready at http:\/\/[^:]+:(\d+)/.exec(output) ?? []
        if (taken) resolve(Number(taken))
      })
    }
    exited.then(() => reject(new Error(`The node did not start:\n${output}`)), reject)
  })
  const taken = await ready
  return { port: taken, url: `http://127.0.0.1:${taken}`, kill }
}

/** Reads and writes a database beside the node that uses it. */
export async function besideNode(databaseUrl: string, port: number): Promise<Outside> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  onTestFinished(() => client.end())
  return {
    port,
    config: { jwtSecrets: [secret] },
    async query(text, values = []) {
      let n = 0
      return (
        await client.query(
          text.replaceAll('?', () => `$${++n}`),
          values,
        )
      ).rows
    },
  }
}
