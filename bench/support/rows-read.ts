import { Client, type QueryConfig } from 'pg'

export type Sent = { text: string; values: unknown[] }

/** Statements that a node, its workers and its queues send by themselves now and then. */
const ofItself =
  /^--|"bullmq"|\b(invalidation|task|log_head)\b|epoch from clock_timestamp|from session join users|^(begin|commit|rollback|set|savepoint|release)\b/i

/** The statements that `act` sends in this process, without those that nodes send by themselves. */
export async function statementsOf(act: () => Promise<unknown>): Promise<Sent[]> {
  const own = Client.prototype.query
  const sent: Sent[] = []
  const spy = function (this: Client, ...args: unknown[]) {
    sent.push(asSent(args[0], args[1]))
    return (own as (...args: unknown[]) => unknown).apply(this, args)
  }
  Client.prototype.query = spy as typeof own
  try {
    await act()
  } finally {
    Client.prototype.query = own
  }
  return sent.filter(({ text }) => !ofItself.test(text))
}

/** The driver takes a statement with its values beside it, or within it. */
function asSent(query: unknown, beside: unknown): Sent {
  if (typeof query === 'string') return { text: query, values: Array.isArray(beside) ? beside : [] }
  const { text = String(query), values = [] } = query as Partial<QueryConfig>
  return { text, values: values as unknown[] }
}

/** How many rows of each table some statements read when they run again, by scans and by indexes, kept or thrown away. */
export async function rowsReadBy(client: Client, statements: readonly Sent[]): Promise<Map<string, number>> {
  const read = new Map<string, number>()
  for (const { text, values } of statements) {
    const { rows } = await client.query(`explain (analyze, timing off, format json) ${text}`, values)
    addRows((rows[0] as { 'QUERY PLAN': [{ Plan: Plan }] })['QUERY PLAN'][0].Plan, read)
  }
  return read
}

type Plan = {
  'Relation Name'?: string
  'Index Name'?: string
  'Node Type': string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  Plans?: Plan[]
}

function addRows(plan: Plan, read: Map<string, number>) {
  const { 'Relation Name': table = null, 'Node Type': type, 'Actual Loops': loops } = plan
  // The rows of a bitmap are counted where they are fetched.
  if (table !== null && type !== 'Bitmap Index Scan') {
    const thrownAway = (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0)
    read.set(table, (read.get(table) ?? 0) + Math.round((plan['Actual Rows'] + thrownAway) * loops))
  }
  for (const part of plan.Plans ?? []) addRows(part, read)
}
