import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import type { Command } from './command.ts'

export type ServerOptions = {
  cluster: string
  command: Command
  settings: Record<string, string>
  onLog: (line: string) => void
}

/** Stops PostgreSQL when disposed of. */
export type Server = AsyncDisposable & { port: number }

/** Starts PostgreSQL on a free port, returns once it accepts connections, and starts it again whenever it dies. */
export async function runServer({ cluster, command, settings, onLog }: ServerOptions): Promise<Server> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  let current: ChildProcess
  let ended: Promise<unknown>
  let stopping = false

  async function start(port: number): Promise<void> {
    current = command.start('postgres', ['-D', cluster, '-p', `${port}`, ...flags])
    ended = once(current, 'close').catch(() => {})
    await ready(current, onLog)
  }

  async function keepRunning(): Promise<void> {
    for (;;) {
      await ended
      if (stopping) return
      onLog('PostgreSQL ended unexpectedly and is started again')
      await start(port).catch(error => {
        onLog(String(error))
        return delay(500)
      })
    }
  }

  // Windows has no signals: a kill there is a crash, which the next start recovers from.
  function stop(): void {
    if (process.platform === 'win32') command.start('pg_ctl', ['stop', '-D', cluster, '-m', 'fast'])
    else current.kill('SIGINT')
  }

  const port = await onFreePort(start)
  const running = keepRunning()
  process.once('exit', stop)
  return {
    port,
    async [Symbol.asyncDispose]() {
      stopping = true
      process.off('exit', stop)
      stop()
      const impatience = setTimeout(() => current.kill('SIGQUIT'), 20_000)
      await running
      clearTimeout(impatience)
    },
  }
}

function ready(child: ChildProcess, onLog: (line: string) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const lines: string[] = []
  child.stdin!.end()
  createInterface({ input: child.stderr! }).on('line', line => {
    onLog(line)
    lines.splice(0, lines.length - 9)
    lines.push(line)
    if (line.includes('database system is ready to accept connections')) resolve()
  })
  child.once('error', reject)
  child.once('close', () => reject(new Error(`PostgreSQL did not start:\n${lines.join('\n')}`)))
  return promise
}

// Another process may take the port in between; and processes of a killed server may need a moment to be gone.
async function onFreePort(start: (port: number) => Promise<void>): Promise<number> {
  const passing = /could not bind|pre-existing shared memory|postmaster\.pid" already exists/
  for (const until = Date.now() + 10_000; ; await delay(50)) {
    const port = await freePort()
    try {
      await start(port)
      return port
    } catch (error) {
      if (Date.now() > until || !passing.test(String(error))) throw error
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
