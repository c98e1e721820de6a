import { entitiesOf } from '#contract/text-entities'
import { invalid, resultGone } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { describePhotos } from '#domain/media/describe-photos'
import { writeCaption } from '#domain/posts/captions'
import { publishIfReady } from '#domain/posts/publish-post'
import { requireOriginal } from '#domain/posts/require-original'
import { requireUploads } from '#domain/posts/require-uploads'
import { enqueuePublishing, requireFuture } from '#domain/posts/schedule-post'
import { tagUsers } from '#domain/posts/tag-users'
import { lockUsers } from '#domain/users/lock-users'
import { Post, PostMedia } from '#entities'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const createPost = creating('posts.create', {
  async make({ altTexts = [], tagged = [], draft, publishAt, ...input }, ctx) {
    const { mediaIds, caption, location = null, commentsDisabled, hideLikes, sharedPostId } = input
    const { em, viewer } = ctx
    if (draft && publishAt !== undefined) throw invalid({ publishAt: 'makes a scheduled post, not a draft' })
    if (!draft && mediaIds.length === 0 && caption.trim() === '' && sharedPostId === undefined) {
      throw invalid({ caption: 'is needed where there are no photos' })
    }
    if (new Set(mediaIds).size < mediaIds.length) throw invalid({ mediaIds: 'names a photo twice' })
    const dueAt = publishAt === undefined ? null : await requireFuture(em, publishAt)
    // Users before posts: the one order in which rows are locked.
    await lockUsers(em, [viewer.id])
    await requireUploads(ctx, mediaIds)
    const entities = entitiesOf(caption)
    const original = sharedPostId === undefined ? null : await requireOriginal(ctx, sharedPostId)
    const postId = await em.insert(Post, {
      authorId: viewer.id,
      caption,
      entities,
      location,
      commentsDisabled,
      likesHidden: hideLikes,
      publishAt: dueAt,
      sharedPostId: original,
      status: draft ? 'draft' : dueAt ? 'scheduled' : 'processing',
    })
    const photos = mediaIds.map((mediaId, position) => ({ postId, position, mediaId }))
    if (photos.length > 0) await em.insertMany(PostMedia, photos)
    await describePhotos(ctx, mediaIds, altTexts)
    await tagUsers(ctx, postId, mediaIds, tagged)
    if (dueAt) enqueuePublishing(ctx, postId, dueAt)
    else if (!draft) await publishIfReady(ctx, postId)
    await writeCaption(ctx, postId, entities)
    return { postId }
  },

  async view({ postId }, ctx) {
    const [post] = await viewPosts(ctx, seenBy(ctx.viewer.id, [postId]))
    if (!post) throw resultGone()
    return post
  },
})
