import type { EntityManager } from '@mikro-orm/postgresql'
import { row, sql } from '#database/statement'
import { seesAuthor } from './visible-posts.ts'

/** An account by user name as far as a viewer may see what it shows its followers, or everybody; null if they may not. */
export const findOpenAccount = (em: EntityManager, viewerId: string, username: string) =>
  row<{ id: string }>(
    em,
    sql`select author.id from users author where author.username = ${username.toLowerCase()} and author.stage = 'done'
      and ${seesAuthor(sql`${viewerId}::uuid`)}`,
  )
