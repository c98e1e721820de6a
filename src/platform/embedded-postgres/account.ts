import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { DataFolderUnusable } from './data-folder.ts'

export type Account = { uid: number; gid: number }

const execute = promisify(execFile)

/** The user that PostgreSQL runs as, where it is not this process's own: it cannot run as root. */
export async function accountFor(cluster: string, onLog: (line: string) => void): Promise<Account | undefined> {
  const uid = process.getuid?.()
  const owner = await stat(cluster).catch(() => undefined)
  if (uid === undefined || (uid > 0 && owner?.uid === uid)) return undefined
  if (uid > 0 && !owner) return checkKnown(uid)
  if (uid > 0) {
    throw new DataFolderUnusable(
      `${cluster} belongs to another user; start as that user or choose a DATA_DIR of your own.`,
    )
  }
  if (owner && owner.uid > 0) return { uid: owner.uid, gid: owner.gid }
  return (await lookUp('postgres')) ?? (await lookUp('_postgres')) ?? (await create(onLog))
}

/** PostgreSQL makes a cluster only for a user whose name it finds; it runs one for any. */
function checkKnown(uid: number): undefined {
  try {
    userInfo()
  } catch {
    throw new DataFolderUnusable(
      `The user number ${uid} has no name here, and PostgreSQL makes a database for named users alone. ` +
        'Start as a user that /etc/passwd names (in a container, for instance, without --user), or set DATABASE_URL to use ' +
        'a PostgreSQL of your own.',
    )
  }
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
