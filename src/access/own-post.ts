import type { EntityManager } from '@mikro-orm/postgresql'
import { row, sql } from '#database/statement'
import { visiblePost } from './visible-posts.ts'

/** Whether a post is one's own: `not_found` where it may not even be seen. Locks the author, then the post. */
export async function lockOwnPost(em: EntityManager, viewerId: string, postId: string) {
  const seen = await row<{ authorId: string }>(
    em,
    sql`select post.author_id as "authorId" from ${visiblePost(viewerId, postId)}`,
  )
  if (seen === null) return 'not_found' as const
  if (seen.authorId !== viewerId) return 'forbidden' as const
  await row(em, sql`select id from users where id = ${viewerId} for no key update`)
  const locked = await row<{ id: string; status: string; version: number; caption: string }>(
    em,
    sql`select id, status, version, caption from post where id = ${postId} for no key update`,
  )
  return locked ?? ('not_found' as const)
}
