import type { EntityManager } from '@mikro-orm/postgresql'
import { type AliasableExpression, sql } from 'kysely'
import { db } from './typed.ts'

const pageSize = 1000

/**
 * All rows of a query, however many, in the order of their `key`, which is a UUID and is left out. Reads page by page, from
 * the first use on.
 */
export async function* byKey<Row extends { key: string }>(
  em: EntityManager,
  query: AliasableExpression<Row>,
): AsyncGenerator<Omit<Row, 'key'>> {
  const key = sql.ref<string>('found.key')
  for (let last: string | null = null; ; ) {
    const page = await db(em)
      .selectFrom(query.as('found'))
      .selectAll()
      .$if(last !== null, found => found.where(key, '>', last))
      .orderBy(key)
      .limit(pageSize)
      .execute()
    for (const { key: _, ...item } of page as unknown as Row[]) yield item
    if (page.length < pageSize) return
    last = (page.at(-1) as unknown as Row).key
  }
}
