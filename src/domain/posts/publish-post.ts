import type { WriteContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'

/** Publishes a post whose photos are all ready, once; followers get it through the fan-out. */
export async function publishIfReady(ctx: WriteContext, postId: string): Promise<boolean> {
  // Users before posts: the one order in which rows are locked.
  await rows(
    ctx.em,
    sql`select id from users where id = (select author_id from post where id = ${postId}) for no key update`,
  )
  await rows(ctx.em, sql`select id from post where id = ${postId} for no key update`)
  const published = await row<{ authorId: string }>(
    ctx.em,
    sql`update post set status = 'published', published_at = now(), version = version + 1
      where id = ${postId} and status = 'processing' and not exists (
        select 1 from post_media join media on media.id = media_id where post_id = post.id and media.status <> 'ready'
      ) returning author_id as "authorId"`,
  )
  if (published === null) return false
  await rows(ctx.em, sql`update users set post_count = post_count + 1 where id = ${published.authorId}`)
  ctx.changed('profile', published.authorId, { counts: true })
  ctx.enqueue('feed.fanOut', { postId })
  return true
}
