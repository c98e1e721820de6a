import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { platform } from 'node:os'
import { dirname, join } from 'node:path'
import { type Account, accountFor } from './account.ts'
import { binaryFolder, makeExecutable } from './binaries.ts'
import { DataFolderUnusable } from './data-folder.ts'

export type Program = 'initdb' | 'postgres' | 'pg_ctl'

/** How PostgreSQL's programs are started for one cluster. */
export type Command = {
  /** Whom they run as and the cluster belongs to, where that is not this process's own user. */
  account: Account | undefined
  /** In a process group of its own, so that the terminal's Ctrl-C reaches this process alone; stdin and stderr are pipes. */
  start(program: Program, args: string[]): ChildProcess
}

export async function commandFor(cluster: string, onLog: (line: string) => void): Promise<Command> {
  const folder = binaryFolder()
  const account = await accountFor(cluster, onLog)
  const suffix = platform() === 'win32' ? '.exe' : ''
  const programs: Program[] = ['initdb', 'postgres', 'pg_ctl']
  await Promise.all(programs.map(program => makeExecutable(join(folder, program + suffix))))

  const right = account && (await rightToPass([folder, dirname(cluster)], account))
  if (right) onLog(`PostgreSQL's user is lent ${right}, to pass through folders that are root's alone`)
  return {
    account,
    start(program, args) {
      const path = join(folder, program + suffix)
      return right ? launch('setpriv', [...lending(right, account), path, ...args]) : launch(path, args, account)
    },
  }
}

function launch(path: string, args: string[], account?: Account): ChildProcess {
  const child = spawn(path, args, {
    ...account,
    // Nothing of our own environment: PGPORT and the like would change what is started.
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: platform() !== 'win32',
    windowsHide: true,
  })
  // A program that ends before it has read its input says why on stderr and by its code.
  child.stdin.on('error', () => {})
  return child
}

// A project or data folder under a root-only home: one capability lets PostgreSQL's user through. Containers often
// withhold the first, which reads only.
async function rightToPass(folders: string[], account: Account): Promise<string | undefined> {
  const ways = await Promise.all(folders.map(folder => passable(folder, account)))
  if (!ways.includes(false)) return undefined
  for (const right of ['dac_read_search', 'dac_override']) {
    const [code] = await once(launch('setpriv', [...lending(right, account), 'true']), 'close').catch(() => [])
    if (code === 0) return right
  }
  throw new DataFolderUnusable(
    `PostgreSQL does not run as root, and its user may not enter ${folders.filter((_, at) => !ways[at]).join(' or ')}; ` +
      'move the project and DATA_DIR out of root-only folders, or start as another user.',
  )
}

// Without the securebit, access(2), which PostgreSQL asks about its own programs, would take no notice of the right.
function lending(right: string, { uid, gid }: Account): string[] {
  const user = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup']
  return [...user, `--inh-caps=+${right}`, `--ambient-caps=+${right}`, '--']
}

async function passable(path: string, account: Account): Promise<boolean> {
  const { uid, gid, mode } = await stat(path)
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
  if (!((mode >> shift) & 1)) return false
  return path === dirname(path) || passable(dirname(path), account)
}
