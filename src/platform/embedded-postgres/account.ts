import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { DataFolderUnusable } from './data-folder.ts'

export type Account = { uid: number; gid: number }

const execute = promisify(execFile)

/** Whom PostgreSQL runs as, where it is not this process's own user: it refuses to run as root. */
export async function accountFor(cluster: string, onLog: (line: string) => void): Promise<Account | undefined> {
  const uid = process.getuid?.()
  const owner = await stat(cluster).catch(() => undefined)
  if (uid === undefined || (uid > 0 && (!owner || owner.uid === uid))) return undefined
  if (uid > 0) {
    throw new DataFolderUnusable(
      `${cluster} belongs to another user; start as that user or choose a DATA_DIR of your own.`,
    )
  }
  if (owner && owner.uid > 0) return { uid: owner.uid, gid: owner.gid }
  return (await lookUp('postgres')) ?? (await lookUp('_postgres')) ?? (await create(onLog))
}

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(part => execute('id', [part, name])))
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) }
  } catch {
    return undefined
  }
}

async function create(onLog: (line: string) => void): Promise<Account> {
  const reason = await execute('useradd', [
    '--system',
    '--user-group',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]).then(
    () => 'it cannot be found',
    (error: Error) => error.message.trim(),
  )
  const account = await lookUp('postgres')
  if (account) {
    onLog('The system user postgres is new: PostgreSQL does not run as root')
    return account
  }
  throw new Error(
    `PostgreSQL does not run as root and a user postgres cannot be made (${reason}); start as another user.`,
  )
}
