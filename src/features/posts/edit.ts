import type { InputOf } from '#contract'
import type { WriteContext } from '#core/pipeline/context'
import { invalid, notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { arrangePhotos, photosOf } from '#domain/posts/arrange-photos'
import { publishIfReady } from '#domain/posts/publish-post'
import { requireOwnPost } from '#domain/posts/require-post'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

type Changes = Omit<InputOf<'posts.edit'>, 'postId'>
type Edited = { version: number; likes: number; comments: number; shares: number }

export const editPost = plain('posts.edit', async ({ postId, ...changes }, ctx) => {
  const post = await requireOwnPost(ctx, postId)
  const photos = await photosOf(ctx.em, postId)
  const wanted = changes.mediaIds ?? photos
  checkChanges(changes, photos, wanted, post.caption)
  const isRearranged = wanted.join() !== photos.join()
  if (isRearranged) await arrangePhotos(ctx, post, photos, wanted)
  const edited = await applyChanges(ctx, postId, changes, isRearranged)
  if (edited) {
    const { version, ...counts } = edited
    ctx.changed('post', postId, { version, counts, changed: true })
    if (post.status === 'processing') await publishIfReady(ctx, postId)
  }
  const [seen] = await viewPosts(ctx, seenBy(ctx.viewer.id, [postId]))
  if (!seen) throw notFound('post')
  return seen
})

/** Throws for photos that are not the post's, and for a post without photos or caption. */
function checkChanges(
  { mediaIds, caption }: Changes,
  photos: readonly string[],
  wanted: readonly string[],
  words: string,
) {
  if (new Set(wanted).size < wanted.length) throw invalid({ mediaIds: 'names a photo twice' })
  if (wanted.some(id => !photos.includes(id))) throw invalid({ mediaIds: 'names a photo that is not in this post' })
  if (wanted.length > 0 || (caption ?? words).trim() !== '') return
  throw invalid(
    mediaIds && caption === undefined
      ? { mediaIds: 'must name a photo where there is no caption' }
      : { caption: 'is needed where there are no photos' },
  )
}

/** Writes what is different, and returns the counts; null if nothing is. An edit is what readers see: words and photos. */
function applyChanges({ em }: WriteContext, postId: string, changes: Changes, isRearranged: boolean) {
  const { caption, location, commentsDisabled } = changes
  const next = {
    caption: caption === undefined ? sql`caption` : sql`${caption}::text`,
    location: location === undefined ? sql`location` : sql`${location && JSON.stringify(location)}::jsonb`,
    commentsDisabled: commentsDisabled === undefined ? sql`comments_disabled` : sql`${commentsDisabled}::boolean`,
  }
  return row<Edited>(
    em,
    sql`update post set caption = next.caption, location = next.location, comments_disabled = next.comments_disabled,
        version = version + 1, edited_at = case when status = 'published' and (${isRearranged}
          or (post.caption, post.location) is distinct from (next.caption, next.location)) then now() else edited_at end
      from (
        select ${next.caption} as caption, ${next.location} as location, ${next.commentsDisabled} as comments_disabled
        from post where id = ${postId}
      ) next
      where id = ${postId} and (${isRearranged} or (post.caption, post.location, post.comments_disabled)
        is distinct from (next.caption, next.location, next.comments_disabled))
      returning version, like_count as likes, comment_count as comments, share_count as shares`,
  )
}
