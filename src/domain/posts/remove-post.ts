import type { WriteContext } from '#core/pipeline/context'
import { dropTags } from '#domain/hashtags/post-tags.sql'
import { dropMedia } from '#domain/media/drop-media'
import { photosOf } from '#domain/posts/arrange-photos'
import { Notification, Post } from '#entities'
import { withdrawPost, withdrawUnpublished } from './withdraw-post.ts'

type Locked = { id: string; authorId: string; status: string; version: number }

/**
 * Erases a post with its comments and likes, and its photos unless `letGo` keeps them: nothing brings it back. The caller
 * has locked its author and the post, in this order, with what it reposts.
 */
export async function removePost(ctx: WriteContext, { id, authorId, status, version }: Locked, letGo = dropMedia) {
  const { em } = ctx
  const removed = { id, authorId, version: version + 1 }
  if (status === 'published') await withdrawPost(ctx, removed, 'deleted')
  else if (status !== 'deleted') await withdrawUnpublished(ctx, removed)
  const photos = await photosOf(em, id)
  await dropTags(em, [id])
  await em.nativeDelete(Post, { id })
  await em.nativeDelete(Notification, { postId: id })
  await letGo(ctx, photos)
}
