import { Client, type QueryConfig } from 'pg'
import { vi } from 'vitest'
import type { TestApp } from '#support/app/use-app'

/** Statements that a node, its workers and its queues send by themselves now and then. */
const ofItself =
  /^--|"bullmq"|\b(invalidation|task|log_head)\b|epoch from clock_timestamp|from session join users|^(begin|commit|rollback|set|savepoint|release)\b/i

type Sent = { text: string; values: unknown[] }

/** The statements that `act` sends, without those that nodes send by themselves. */
export const queriesOf = async (act: () => Promise<unknown>) => (await sentBy(act)).map(({ text }) => text)

/** How many rows of a table the statements of `act` read, by scans and by indexes. */
export async function rowsLookedAt(app: TestApp, table: string, act: () => Promise<unknown>): Promise<number> {
  const looked: number[] = []
  const client = new Client({ connectionString: app.databaseUrl })
  await client.connect()
  try {
    for (const { text, values } of await sentBy(act)) {
      const { rows } = await client.query(`explain (analyze, timing off, format json) ${text}`, values)
      looked.push(lookedAt((rows[0] as { 'QUERY PLAN': [{ Plan: Plan }] })['QUERY PLAN'][0].Plan, table))
    }
  } finally {
    await client.end()
  }
  return looked.reduce((sum, rows) => sum + rows, 0)
}

type Plan = {
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

function lookedAt(plan: Plan, table: string): number {
  const rows = plan['Relation Name'] === table ? plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) : 0
  return (plan.Plans ?? []).reduce((sum, part) => sum + lookedAt(part, table), rows * plan['Actual Loops'])
}

async function sentBy(act: () => Promise<unknown>): Promise<Sent[]> {
  const sent = vi.spyOn(Client.prototype, 'query')
  try {
    await act()
    return sent.mock.calls.map(([query, values]) => asSent(query, values)).filter(({ text }) => !ofItself.test(text))
  } finally {
    sent.mockRestore()
  }
}

/** The driver takes a statement with its values beside it, or within it. */
function asSent(query: unknown, beside: unknown): Sent {
  if (typeof query === 'string') return { text: query, values: Array.isArray(beside) ? beside : [] }
  const { text = String(query), values = [] } = query as Partial<QueryConfig>
  return { text, values: values as unknown[] }
}
