import type { InputOf } from '#contract'
import { entitiesOf } from '#contract/text-entities'
import type { WriteContext } from '#core/pipeline/context'
import { invalid } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { type Db, db, type ExpressionBuilder, literal, type SqlBool, sql } from '#database'
import { describePhotos } from '#domain/media/describe-photos'
import { arrangePhotos, photosOf } from '#domain/posts/arrange-photos'
import { writeCaption } from '#domain/posts/captions'
import { countsOf } from '#domain/posts/counts-of'
import { publishIfReady } from '#domain/posts/publish-post'
import { requireOwnPost, viewOwnPost } from '#domain/posts/require-post'
import { requireUploads } from '#domain/posts/require-uploads'
import { requireContent, reschedule } from '#domain/posts/schedule-post'
import { notifyTagged, tagUsers } from '#domain/posts/tag-users'
import { PostEdit } from '#entities'

type Changes = Omit<InputOf<'posts.edit'>, 'postId' | 'publishAt'>

export const editPost = plain('posts.edit', async function editPost({ postId, publishAt, ...changes }, ctx) {
  const post = await requireOwnPost(ctx, postId)
  const photos = await photosOf(ctx.em, postId)
  const wanted = changes.mediaIds ?? photos
  const isUnpublished = post.status === 'draft' || post.status === 'scheduled'
  if (new Set(wanted).size < wanted.length) throw invalid({ mediaIds: 'names a photo twice' })
  const added = wanted.filter(id => !photos.includes(id))
  if (added.length > 0 && !isUnpublished) throw invalid({ mediaIds: 'names a photo that is not in this post' })
  const staysDraft = isUnpublished && (publishAt === undefined ? post.status === 'draft' : publishAt === null)
  if (!staysDraft) checkContent(changes, wanted, post)
  await requireUploads(ctx, added)
  const isRearranged = wanted.join() !== photos.join()
  if (isRearranged) await arrangePhotos(ctx, post, photos, wanted)
  if (publishAt !== undefined) await reschedule(ctx, post, publishAt)
  const isDescribed = await describePhotos(ctx, wanted, changes.altTexts ?? [])
  const isTagged = changes.tagged !== undefined && (await tagUsers(ctx, postId, wanted, changes.tagged))
  const edited = await applyChanges(ctx, postId, changes, { isRearranged, isOther: isDescribed || isTagged })
  if (edited) {
    if (edited.isRead && edited.editedAt) await keepVersion(ctx, post, photos, edited.editedAt)
    if (isTagged && post.status === 'published') await notifyTagged(ctx, post)
    const counts = countsOf(edited)
    ctx.changed('post', postId, { version: edited.version, counts, changed: true })
    if (changes.caption !== undefined)
      await writeCaption(ctx, postId, entitiesOf(changes.caption), entitiesOf(post.caption))
    if (post.status === 'processing') await publishIfReady(ctx, postId)
  }
  if (publishAt) await requireContent(ctx.em, postId)
  return viewOwnPost(ctx, postId)
})

/** Throws for a post without photos or caption. */
function checkContent({ mediaIds, caption }: Changes, wanted: readonly string[], post: OwnPost) {
  if (wanted.length > 0 || post.sharedPostId !== null || (caption ?? post.caption).trim() !== '') return
  throw invalid(
    mediaIds && caption === undefined
      ? { mediaIds: 'must name a photo where there is no caption' }
      : { caption: 'is needed where there are no photos' },
  )
}

type OwnPost = Awaited<ReturnType<typeof requireOwnPost>>

/** Keeps what readers saw of a post until it was edited. */
const keepVersion = ({ em }: WriteContext, post: OwnPost, mediaIds: string[], editedAt: Date) =>
  em.insert(PostEdit, {
    postId: post.id,
    caption: post.caption,
    location: post.location,
    mediaIds,
    writtenAt: post.editedAt ?? post.publishedAt ?? editedAt,
    createdAt: editedAt,
  })

/**
 * Writes what differs, and returns the counts, and whether readers see an edit: of caption, place or photos. Undefined if
 * nothing differs, neither here nor, as `isOther` says, beside the row.
 */
function applyChanges(
  { em }: WriteContext,
  postId: string,
  changes: Changes,
  { isRearranged, isOther }: { isRearranged: boolean; isOther: boolean },
) {
  const { caption, location, commentsDisabled, hideLikes } = changes
  return db(em)
    .updateTable('Post')
    .set(eb => ({
      ...(caption === undefined ? {} : { caption, entities: entitiesOf(caption) }),
      ...(location === undefined ? {} : { location }),
      ...(commentsDisabled === undefined ? {} : { commentsDisabled }),
      ...(hideLikes === undefined ? {} : { likesHidden: hideLikes }),
      version: eb('version', '+', 1),
      editedAt: eb
        .case()
        .when(eb.and([eb('publishedAt', 'is not', null), eb.or(isRead(eb))]))
        // Of edits at the same time each is later than the one before.
        .then(sql<Date>`greatest(now(), ${eb.ref('editedAt')} + interval '1 millisecond')`)
        .else(eb.ref('editedAt'))
        .end(),
    }))
    .where('id', '=', postId)
    .where(eb =>
      eb.or([
        literal(isOther),
        ...isRead(eb),
        ...(commentsDisabled === undefined ? [] : [eb('commentsDisabled', 'is distinct from', commentsDisabled)]),
        ...(hideLikes === undefined ? [] : [eb('likesHidden', 'is distinct from', hideLikes)]),
      ]),
    )
    .returning(['version', 'likeCount', 'commentCount', 'shareCount', 'editedAt'])
    .returning(
      sql<boolean>`old.published_at is not null and (${literal(isRearranged)} or new.caption is distinct from old.caption
        or new.location is distinct from old.location)`.as('isRead'),
    )
    .executeTakeFirst()

  function isRead(eb: ExpressionBuilder<Db, 'Post'>) {
    const given = sql<typeof location>`${location ? JSON.stringify(location) : null}::jsonb`
    return [
      literal(isRearranged),
      ...(caption === undefined ? [] : [eb('caption', 'is distinct from', caption)]),
      ...(location === undefined ? [] : [sql<SqlBool>`${eb.ref('location')} is distinct from ${given}`]),
    ]
  }
}
