import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'

/** Ends a server that a killed process left running on this cluster; the caller holds the data folder. */
export async function stopOrphan(cluster: string, onLog: (line: string) => void): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid')
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10)
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!(await serves(pid, cluster))) break
    onLog(`A PostgreSQL left behind (process ${pid}) is stopped with ${signal}`)
    process.kill(pid, signal)
    for (const until = Date.now() + patience; Date.now() < until && (await serves(pid, cluster)); ) await delay(10)
  }
  // PostgreSQL trusts the number alone, and would take a recycled one for a server that is still running.
  await rm(pidFile, { force: true })
}

const patience = 10_000

async function serves(pid: number, cluster: string): Promise<boolean> {
  if (!(pid > 0) || !isAlive(pid)) return false
  if (process.platform === 'win32') return true
  return (await commandLine(pid)).includes(` -D ${cluster} `)
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
  }
  const listed = await promisify(execFile)('ps', ['-ww', '-o', 'command=', '-p', `${pid}`]).catch(() => ({
    stdout: '',
  }))
  return listed.stdout
}
