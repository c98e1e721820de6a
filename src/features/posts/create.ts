import { isProfilePhoto } from '#access/media'
import { entitiesOf } from '#contract/text-entities'
import type { Context } from '#core/pipeline/context'
import { ApiError, invalid, notFound } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { anyOf, db } from '#database'
import { describePhotos } from '#domain/media/describe-photos'
import { writeCaption } from '#domain/posts/captions'
import { publishIfReady } from '#domain/posts/publish-post'
import { tagUsers } from '#domain/posts/tag-users'
import { lockUsers } from '#domain/users/lock-users'
import { Post, PostMedia } from '#entities'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const createPost = creating('posts.create', {
  async make({ mediaIds, caption, location = null, commentsDisabled, hideLikes, altTexts = [], tagged = [] }, ctx) {
    const { em, viewer } = ctx
    if (mediaIds.length === 0 && caption.trim() === '') {
      throw invalid({ caption: 'is needed where there are no photos' })
    }
    if (new Set(mediaIds).size < mediaIds.length) throw invalid({ mediaIds: 'names a photo twice' })
    // Users before posts: the one order in which rows are locked.
    await lockUsers(em, [viewer.id])
    await checkMedia(ctx, mediaIds)
    const entities = entitiesOf(caption)
    const postId = await em.insert(Post, {
      authorId: viewer.id,
      caption,
      entities,
      location,
      commentsDisabled,
      likesHidden: hideLikes,
      status: 'processing',
    })
    const photos = mediaIds.map((mediaId, position) => ({ postId, position, mediaId }))
    if (photos.length > 0) await em.insertMany(PostMedia, photos)
    await describePhotos(ctx, mediaIds, altTexts)
    await tagUsers(ctx, postId, mediaIds, tagged)
    await publishIfReady(ctx, postId)
    await writeCaption(ctx, postId, entities)
    return { postId }
  },

  async view({ postId }, ctx) {
    const [post] = await viewPosts(ctx, seenBy(ctx.viewer.id, [postId]))
    if (!post) throw new ApiError('gone', 'What this request made has been deleted since.')
    return post
  },
})

/** Throws unless the photos are the author's own, readable and in no other post. Photos may still be processing. */
async function checkMedia({ em, viewer }: Context<'posts.create'>, mediaIds: readonly string[]) {
  if (mediaIds.length === 0) return
  const found = await db(em)
    .selectFrom('Media')
    .select(['id', 'status'])
    .select(eb =>
      eb
        .exists(eb.selectFrom('PostMedia').select('postId').whereRef('PostMedia.mediaId', '=', 'Media.id'))
        .as('isUsed'),
    )
    .where('id', '=', anyOf(mediaIds))
    .where('ownerId', '=', viewer.id)
    .where(eb => eb.not(isProfilePhoto()))
    .orderBy('id')
    .forShare()
    .execute()
  if (found.length < mediaIds.length) throw notFound('upload')
  if (found.some(photo => photo.status === 'failed'))
    throw invalid({ mediaIds: 'names a photo that could not be read' })
  if (found.some(photo => photo.isUsed)) throw new ApiError('conflict', 'A photo is in another post already.')
}
