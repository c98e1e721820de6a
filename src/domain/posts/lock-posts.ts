import type { EntityManager } from '@mikro-orm/postgresql'
import { anyOf, db } from '#database'

/** Locks posts in the order of their ids, so that transactions never wait for each other in a circle. */
export const lockPosts = (em: EntityManager, ids: readonly string[]) =>
  db(em)
    .selectFrom('Post')
    .select('id')
    .where('id', '=', anyOf([...new Set(ids)]))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()

/** Locks a post and the one that it reposts, whose count of shares may move with it. */
export async function lockWithOriginal(em: EntityManager, id: string) {
  const post = await db(em).selectFrom('Post').select('sharedPostId').where('id', '=', id).executeTakeFirst()
  await lockPosts(em, post?.sharedPostId ? [id, post.sharedPostId] : [id])
}
