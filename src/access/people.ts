import type { EntityManager } from '@mikro-orm/postgresql'
import { row, rows, sql } from '#entities/query'

/** Lower case without dots and underscores: what makes two user names the same. */
export const skeletonOf = (username: string) => username.toLowerCase().replaceAll(/[._]/g, '')

export type Person = { id: string; username: string; isPrivate: boolean; isLarge: boolean }
const person = sql`users.id, users.username, users.is_private as "isPrivate", users.is_large as "isLarge"`
const shown = sql`users.status = 'active' and users.stage = 'done'`

/** Somebody by user name, as far as anybody may know of them; null if nobody is there. */
export const findPerson = (em: EntityManager, username: string) =>
  row<Person>(em, sql`select ${person} from users where users.username = ${username.toLowerCase()} and ${shown}`)

/** People by user name, in the order asked; null where nobody is there. */
export async function findPeople(em: EntityManager, usernames: readonly string[]): Promise<(Person | null)[]> {
  const names = usernames.map(name => name.toLowerCase())
  const found = await rows<Person>(
    em,
    sql`select ${person} from users where users.username = any(${names}::text[]) and ${shown}`,
  )
  const byName = new Map(found.map(one => [one.username, one]))
  return names.map(name => byName.get(name) ?? null)
}
