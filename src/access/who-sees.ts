import type { EntityManager } from '@mikro-orm/postgresql'
import { rows, sql } from '#database/statement'
import { seesAuthor } from './visible-posts.ts'

/** Those of some people who may see what an account shows its followers, or everybody. */
export async function whoSees(em: EntityManager, authorId: string, viewerIds: readonly string[]): Promise<Set<string>> {
  const seers = await rows<{ id: string }>(
    em,
    sql`select viewer.id from unnest(${[...viewerIds]}::uuid[]) as viewer (id)
      join users author on author.id = ${authorId}::uuid where ${seesAuthor(sql`viewer.id`)}`,
  )
  return new Set(seers.map(seer => seer.id))
}
