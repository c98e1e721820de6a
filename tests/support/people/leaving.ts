import type { TestApp } from '#support/app/use-app'
import { makeDue } from '#support/database/jobs'
import { type Person, password } from './people.ts'

/** Deletes an account as its owner would. */
export const leave = ({ client }: Pick<Person, 'client'>) => client.call('users.delete', { currentPassword: password })

/** Lets days and an hour pass for a deleted account, and makes its job due. */
export async function letDaysPass(app: TestApp, userId: string, days: number) {
  await app.query(`update users set deleted_at = deleted_at - ? * interval '1 day' - interval '1 hour' where id = ?`, [
    days,
    userId,
  ])
  await makeDue(app, `erase-${userId}`)
}

/** The tables with a row that contains a text in any column. */
export async function tablesWith(app: TestApp, text: string): Promise<string[]> {
  const tables = await app.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'
      and table_type = 'BASE TABLE' order by 1`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await app.query(`select 1 from "${name}" as held where held::text ilike ? limit 1`, [`%${text}%`])
    if (row) found.push(name)
  }
  return found
}
