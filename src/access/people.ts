import type { EntityManager } from '@mikro-orm/postgresql'
import { row, sql } from '#database/statement'
import { knows } from './apart.ts'

export type Person = { id: string; username: string; isPrivate: boolean; isLarge: boolean }
const person = sql`users.id, users.username, users.is_private as "isPrivate", users.is_large as "isLarge"`

/** Somebody by user name, as far as a viewer (or nobody, null) may know of them; null if nobody is there. */
export const findPerson = (em: EntityManager, viewerId: string | null, username: string) =>
  row<Person>(
    em,
    sql`select ${person} from users where users.username = ${username.toLowerCase()} and ${knows(sql`${viewerId}::uuid`)}`,
  )
