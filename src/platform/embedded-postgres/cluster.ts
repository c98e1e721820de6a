import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chown, lchown, mkdir, mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { writeSecret } from '../secret.ts'
import type { Command } from './command.ts'

/** Makes the cluster with the database `heliograph` and its user's password in `<cluster>/password`, unless it is there. */
export async function ensureCluster(cluster: string, command: Command): Promise<void> {
  await removeDrafts(cluster)
  const made = await stat(cluster).catch(() => undefined)
  if (!made) return create(cluster, command)
  if (command.account && made.uid !== command.account.uid) await hand(cluster, command)
}

// Everything happens in a draft folder, so that a start which is killed half way leaves nothing that looks finished.
async function create(cluster: string, command: Command): Promise<void> {
  const draft = await mkdtemp(draftOf(cluster))
  const data = join(draft, 'data')
  const password = join(draft, 'password')
  try {
    await mkdir(data, { mode: 0o700 })
    await writeSecret(password)
    await hand(draft, command)
    await initialise(data, password, command)
    await finish(command.start('postgres', ['--single', '-D', data, '-c', 'exit_on_error=on', 'postgres']), [
      'CREATE DATABASE heliograph',
    ])
    await rename(password, join(data, 'password'))
    await rename(data, cluster)
    await sync(dirname(cluster))
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function initialise(data: string, password: string, command: Command): Promise<void> {
  // The builtin provider sorts and folds alike on every machine. Trigrams still ask the C library what a letter is, and
  // its own locale C knows none beyond ASCII: take the first of these that this machine has.
  for (const ctype of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const names = ['--locale=C', `--lc-ctype=${ctype}`, '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const login = ['--username=heliograph', `--pwfile=${password}`, '--auth=scram-sha-256']
    try {
      return await finish(command.start('initdb', [`--pgdata=${data}`, '--encoding=UTF8', ...names, ...login]))
    } catch (error) {
      if (ctype === 'C' || !/invalid locale name/.test(String(error))) throw error
    }
  }
}

async function finish(child: ChildProcess, input: string[] = []): Promise<void> {
  const [complaints, [code]] = await Promise.all([
    text(child.stderr!),
    once(child, 'close'),
    child.stdin!.end(input.join('\n')),
  ])
  if (code !== 0) throw new Error(`PostgreSQL's database could not be made:\n${complaints.trim()}`)
}

async function hand(folder: string, { account }: Command): Promise<void> {
  if (!account) return
  for (const name of await readdir(folder, { recursive: true })) {
    await lchown(join(folder, name), account.uid, account.gid)
  }
  await chown(folder, account.uid, account.gid)
}

async function removeDrafts(cluster: string): Promise<void> {
  for (const name of await readdir(dirname(cluster))) {
    if (!name.startsWith(basename(draftOf(cluster)))) continue
    await rm(join(dirname(cluster), name), { recursive: true, force: true, maxRetries: 5 })
  }
}

function draftOf(cluster: string): string {
  return `${cluster}.new-`
}

async function sync(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using handle = await open(folder, 'r')
  await handle.sync()
}
