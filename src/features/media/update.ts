import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { describePhotos } from '#domain/media/describe-photos'
import { markChanged } from '#domain/posts/mark-changed'
import { lockUsers } from '#domain/users/lock-users'
import { viewOwnMedia } from '#views/media'

export const updateMedia = plain('media.update', async function updateMedia({ mediaId, altText }, ctx) {
  // Users before posts, and the post before its photo.
  await lockUsers(ctx.em, [ctx.viewer.id])
  const post = await db(ctx.em)
    .selectFrom('Post')
    .innerJoin('PostMedia', 'PostMedia.postId', 'Post.id')
    .select('Post.id')
    .where('PostMedia.mediaId', '=', mediaId)
    .where('Post.authorId', '=', ctx.viewer.id)
    .forNoKeyUpdate('Post')
    .executeTakeFirst()
  if ((await viewOwnMedia(ctx, ctx.viewer.id, mediaId)) === null) throw notFound('upload')
  if ((await describePhotos(ctx, [mediaId], [altText])) && post) await markChanged(ctx, post.id)
  const media = await viewOwnMedia(ctx, ctx.viewer.id, mediaId)
  if (media === null) throw notFound('upload')
  return media
})
