import { ownPost } from '#changes/own-post'
import { handle } from '#core/handler'
import { rows, sql } from '#entities/query'

/** To so many feeds the removal is told live; the others find out when they load. */
const mostTold = 5000

export const deletePost = handle('posts.delete', async ({ postId }, ctx) => {
  const { em, viewer } = ctx
  const post = await ownPost(em, viewer.id, postId)
  const files = await rows<{ original: string; key: string | null }>(
    em,
    sql`delete from media using post_media where post_media.media_id = media.id and post_media.post_id = ${postId}
        and not exists (select 1 from message where message.media_id = media.id)
      returning original_key as original, image ->> 'key' as key`,
  )
  const owners = await rows<{ id: string }>(
    em,
    sql`select owner_id as id from feed_entry where post_id = ${postId} limit ${mostTold}`,
  )
  await rows(em, sql`delete from post where id = ${postId}`)
  await rows(em, sql`delete from notification where post_id = ${postId}`)
  if (post.status === 'published') {
    await rows(em, sql`update users set post_count = post_count - 1 where id = ${viewer.id}`)
  }
  for (const { original, key } of files) {
    ctx.enqueue('files.remove', { key: original })
    if (key !== null) ctx.enqueue('files.remove', { key: `photos/${key}` })
  }
  ctx.invalidate({ kind: 'post', subjectId: postId })
  const counts = { likes: 0, comments: 0, shares: 0 }
  ctx.moved({ postId, version: post.version + 1, counts, deleted: true })
  ctx.hint('feed.removed', { users: [viewer.id, ...owners.map(owner => owner.id)] }, { postId })
  return {}
})
