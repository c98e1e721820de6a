import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { unpackOnce } from '#support/process/unpack-once'

const run = promisify(execFile)

export type TestRedis = { url: string; port: number; stop(): Promise<void> }

/**
 * A separate Redis on a loopback port, without persistence. `REDIS_URL` is used instead when it is set, unless `own` is
 * asked for: then the test may stop the server, and start it again with the same `port`.
 */
export async function startRedis({ own = false, port = 0 } = {}): Promise<TestRedis> {
  const given = process.env.REDIS_URL
  if (given && !own) return { url: given, port: Number(new URL(given).port || 6379), stop: async () => undefined }
  const program = await findProgram()
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(program, port || (await freePort()))
    } catch (error) {
      // Between looking for a free port and taking it, another test may have taken it.
      if (port || attempt === 5) throw error
    }
  }
}

type Program = { path: string; libraries?: string }

async function findProgram(): Promise<Program> {
  for (const name of ['redis-server', 'valkey-server']) {
    const folder = (process.env.PATH ?? '').split(delimiter).find(folder => existsSync(join(folder, name)))
    if (folder) return { path: join(folder, name) }
  }
  try {
    const folder = await unpackOnce('redis', unpackDebianPackages)
    return {
      path: join(folder, 'usr/bin/redis-server'),
      libraries: globSync(join(folder, 'usr/lib/*')).join(delimiter),
    }
  } catch (cause) {
    throw new Error(
      'This test needs a Redis: install redis-server or valkey-server, or set REDIS_URL to one that tests may write to.',
      { cause },
    )
  }
}

/** Debian's packages need no installing and no root to run from a folder. */
async function unpackDebianPackages(folder: string) {
  const packages = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1']
  const download = () => run('apt-get', ['download', '-q', ...packages], { cwd: folder })
  try {
    await download()
  } catch (error) {
    if (process.getuid?.() !== 0) throw error
    await run('apt-get', ['update', '-q'])
    await download()
  }
  for (const file of globSync(join(folder, '*.deb'))) {
    await run('dpkg', ['-x', file, folder])
    await rm(file)
  }
}

async function launch({ path, libraries }: Program, port: number): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-redis-'))
  const server = spawn(
    path,
    ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'],
    {
      env: { ...process.env, ...(libraries && { LD_LIBRARY_PATH: libraries }) },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  const ended = once(server, 'exit')
  const watcher = endWithThisProcess(server)
  const stop = async () => {
    watcher.kill('SIGKILL')
    server.kill('SIGKILL')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await new Promise<void>((resolve, reject) => {
      let output = ''
      server.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text
        if (output.includes('Ready to accept connections')) resolve()
      })
      ended.then(() => reject(new Error(`Redis did not start:\n${output}`)), reject)
    })
    await ping(port)
  } catch (error) {
    await stop()
    throw error
  }
  return { url: `redis://127.0.0.1:${port}`, port, stop }
}

/** The test runner kills its processes without a chance to clean up; the watcher's input ends whatever ends this process. */
export function endWithThisProcess(server: ChildProcess): ChildProcess {
  return spawn('sh', ['-c', `read _; kill -9 ${server.pid}`], { stdio: ['pipe', 'ignore', 'ignore'] })
}

async function ping(port: number) {
  const socket = connect(port, '127.0.0.1')
  socket.write('PING\r\n')
  const [answer] = await once(socket, 'data')
  socket.destroy()
  if (String(answer) !== '+PONG\r\n') throw new Error(`Redis answered ${answer}`)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
