import { readdirSync, readFileSync } from 'node:fs'
import { round } from './load.ts'
import type { Bench } from './servers.ts'

/** Microseconds of processor time for each call: of the server, of PostgreSQL, and of the load itself. */
export type Micros = { server: number; database: number; load: number }

/**
 * Measures the processor time that `work` takes, which returns how often it was done. It depends less on what else a machine
 * does than a rate. Null where there is no `/proc`.
 */
export async function processorTime<R extends { calls: number }>(
  { sql }: Pick<Bench, 'sql'>,
  server: number,
  work: () => Promise<R>,
): Promise<R & { micros: Micros | null }> {
  const { rows } = await sql.query<{ pid: number }>('select pg_backend_pid() as pid')
  const postmaster = parentOf(rows[0]?.pid ?? 0)
  if (postmaster === null) return { ...(await work()), micros: null }
  const used = () => ({ server: usedBy(server), database: usedByChildren(postmaster), load: usedBy(process.pid) })
  const before = used()
  const result = await work()
  const after = used()
  const each = (part: keyof Micros) => round((after[part] - before[part]) / Math.max(1, result.calls))
  return { ...result, micros: { server: each('server'), database: each('database'), load: each('load') } }
}

/** Fields of `/proc/<pid>/stat` after the name, which may hold spaces. */
function fieldsOf(pid: number | string) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

function parentOf(pid: number) {
  try {
    return Number(fieldsOf(pid)[1])
  } catch {
    return null
  }
}

/** User and system time in microseconds: the kernel counts in hundredths of a second. */
function usedBy(pid: number | string) {
  const fields = fieldsOf(pid)
  return (Number(fields[11]) + Number(fields[12])) * 10_000
}

function usedByChildren(parent: number) {
  let sum = 0
  for (const pid of readdirSync('/proc')) {
    if (!/^\d+$/.test(pid)) continue
    try {
      if (Number(fieldsOf(pid)[1]) === parent) sum += usedBy(pid)
    } catch {
      // It has ended meanwhile.
    }
  }
  return sum
}
