import { sql } from '#database/statement'
import { searchable } from './search.ts'

/** Text as a pattern of `like` in which nothing has a special meaning. */
export const likeText = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&')

/** `and` that the names of an alias of `users` contain some text; nothing where there is no text. */
export function namesContain(q: string | undefined, alias = 'users') {
  const text = searchable(q ?? '')
  return text === '' ? sql`` : sql`and ${sql.ref(`${alias}.search`)} like ${`%${likeText(text)}%`}`
}
