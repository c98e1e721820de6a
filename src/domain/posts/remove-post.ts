import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { dropMedia } from '#domain/media/drop-media'

/** So many followers are told live; the others find out when they load. */
const maxPublished = 5000

type Locked = { id: string; authorId: string; status: string; version: number }

/**
 * Removes a post with its comments and likes, and its photos, which are deleted unless `letGo` says otherwise. Its author
 * and the post are locked before, in this order.
 */
export async function removePost(ctx: WriteContext, { id, authorId, status, version }: Locked, letGo = dropMedia) {
  const { em } = ctx
  const photos = await rows<{ id: string }>(em, sql`select media_id as id from post_media where post_id = ${id}`)
  // Not whose feed it was copied to: feeds show posts that are not, or not yet.
  const followers = await rows<{ id: string }>(
    em,
    sql`select follower_id as id from follow
      where followee_id = ${authorId} and status = 'following' and ${status === 'published'} limit ${maxPublished}`,
  )
  await rows(em, sql`delete from post where id = ${id}`)
  await rows(em, sql`delete from notification where post_id = ${id}`)
  if (status === 'published') {
    await rows(em, sql`update users set post_count = post_count - 1 where id = ${authorId}`)
    ctx.changed('profile', authorId, { counts: true })
  }
  await letGo(
    ctx,
    photos.map(photo => photo.id),
  )
  ctx.invalidate({ kind: 'post', subjectId: id })
  const counts = { likes: 0, comments: 0, shares: 0 }
  ctx.changed('post', id, { version: version + 1, counts, deleted: true })
  ctx.broadcast('feed.removed', { users: [authorId, ...followers.map(follower => follower.id)] }, { postId: id })
}
