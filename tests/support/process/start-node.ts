import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Client } from 'pg'
import { onTestFinished } from 'vitest'
import type { TestApp } from '#support/app/use-app'
import { endWithThisProcess } from '#support/cluster/redis'

/** A node as seen from outside: what `crowd` and clients need. */
export type Outside = Pick<TestApp, 'port' | 'query'> & { config: Pick<TestApp['config'], 'jwtSecrets'> }

type Signal = 'SIGKILL' | 'SIGTERM' | 'SIGINT'
export type NodeProcess = {
  port: number
  url: string
  kill(signal?: Signal): Promise<number | null>
  /** Stops the process without losing anything, as if it got no processor. */
  pause(): void
  goOn(): void
  /** Sends a signal that the process handles. */
  signal(name: 'SIGUSR2'): void
}

const root = join(import.meta.dirname, '../../..')
export const secret = randomBytes(32).toString('base64url')

/** A node in a process of its own, which can be killed. `port` takes the place of one that was. */
export async function startNode(env: Record<string, string>, port = 0, launching?: Launching): Promise<NodeProcess> {
  const own = { PORT: String(port), DEMO: '0', RATE_LIMIT_SCALE: '1000' }
  const { said, ...process } = launch('src/main.ts', { ...own, ...env }, launching)
  const [, taken = ''] = await said(/ready at http:\/\/[^:]+:(\d+)/)
  return { port: Number(taken), url: `http://127.0.0.1:${taken}`, ...process }
}

/** A worker in a process of its own. */
export async function startWorkerProcess(env: Record<string, string>): Promise<Pick<NodeProcess, 'kill'>> {
  const { said, kill } = launch('workers/main.ts', env)
  await said(/worker is ready/)
  return { kill }
}

type Launching = {
  /** Starts it as `npm start` does, by `scripts/run.mjs`, which starts it again when it crashes. */
  kept?: boolean
  /** What Node loads before the program. */
  importing?: string
  /** Commands of the shell that it is started from, such as `ulimit -n 100`. */
  limits?: string
}

export type Launched = ReturnType<typeof launch>

/** Runs a program of ours until the test ends. */
export function launch(file: string, env: Record<string, string>, { kept = false, importing, limits }: Launching = {}) {
  const args = kept ? [join(root, 'scripts/run.mjs'), file] : [join(root, file)]
  const program = [process.execPath, ...args]
  const [command = '', ...rest] = limits ? ['sh', '-c', `${limits} && exec "$0" "$@"`, ...program] : program
  const child = spawn(command, rest, {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      LOG_LEVEL: 'error',
      ...(importing && { NODE_OPTIONS: `--import=${pathToFileURL(importing)}` }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  const watcher = endWithThisProcess(child)
  /** Resolves with its exit code, null where a signal ended it. */
  const ended = exited.then(([code]) => {
    watcher.kill('SIGKILL')
    return code
  })
  const kill = (signal: Signal = 'SIGKILL') => {
    child.kill(signal)
    return ended
  }
  onTestFinished(async () => void (await kill('SIGTERM')))

  let output = ''
  const heard: (() => void)[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const look of heard) look()
    })
  }
  /** The first match in its output, on either stream; `after` skips that many matches. */
  const said = (words: RegExp, after = 0) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = [...output.matchAll(new RegExp(words, 'g'))][after]
        if (found) resolve(found)
      }
      heard.push(look)
      look()
      ended.then(() => reject(new Error(`${file} ended:\n${output}`)), reject)
    })
  const pause = () => void child.kill('SIGSTOP')
  const goOn = () => void child.kill('SIGCONT')
  const signal = (name: 'SIGUSR2') => void child.kill(name)
  return { child, said, kill, pause, goOn, signal, ended, output: () => output }
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
