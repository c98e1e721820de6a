import type { EntityManager } from '@mikro-orm/postgresql'
import { row, rows, sql } from '#database/statement'
import { knows } from './apart.ts'

/**
 * What makes two user names the same: lower case, without dots and underscores, with what looks alike folded: 0 is o,
 * 1 is l, rn is m, vv is w.
 */
export const skeletonOf = (username: string) =>
  username
    .toLowerCase()
    .replaceAll(/[._]/g, '')
    .replaceAll('0', 'o')
    .replaceAll('1', 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')

export type Person = { id: string; username: string; isPrivate: boolean; isLarge: boolean }
const person = sql`users.id, users.username, users.is_private as "isPrivate", users.is_large as "isLarge"`

/** Somebody by user name, as far as a viewer (or nobody, null) may know of them; null if nobody is there. */
export const findPerson = (em: EntityManager, viewerId: string | null, username: string) =>
  row<Person>(
    em,
    sql`select ${person} from users where users.username = ${username.toLowerCase()} and ${knows(sql`${viewerId}::uuid`)}`,
  )

/** People by user name, each as far as its viewer may know of them, in the order asked; null where nobody is there. */
export async function findPeople(
  em: EntityManager,
  wanted: readonly { viewerId: string; username: string }[],
): Promise<(Person | null)[]> {
  const found = await rows<Person & { ord: string }>(
    em,
    sql`select ord, ${person} from unnest(${wanted.map(one => one.viewerId)}::uuid[],
        ${wanted.map(one => one.username.toLowerCase())}::text[]) with ordinality as wanted (viewer_id, username, ord)
      join users on users.username = wanted.username where ${knows(sql`wanted.viewer_id`)}`,
  )
  const byOrd = new Map(found.map(one => [Number(one.ord), one]))
  return wanted.map((_, i) => byOrd.get(i + 1) ?? null)
}
