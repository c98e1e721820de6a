import { isProfilePhoto } from '#access/profile-photo'
import type { Context } from '#core/pipeline/context'
import { ApiError, invalid } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { row, rows, sql } from '#database/statement'
import { publishIfReady } from '#domain/posts/publish-post'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const createPost = creating('posts.create', {
  async make({ mediaIds, caption, location = null, commentsDisabled }, ctx) {
    if (mediaIds.length === 0 && caption.trim() === '')
      throw invalid({ caption: 'is needed where there are no photos' })
    if (new Set(mediaIds).size < mediaIds.length) throw invalid({ mediaIds: 'names a photo twice' })
    // Users before posts: the one order in which rows are locked.
    await rows(ctx.em, sql`select id from users where id = ${ctx.viewer.id} for no key update`)
    const refusal = await checkMedia(ctx, mediaIds)
    if (refusal) return refusal
    const post = (await row<{ id: string }>(
      ctx.em,
      sql`insert into post (author_id, caption, location, comments_disabled, status)
        values (${ctx.viewer.id}, ${caption}, ${location && JSON.stringify(location)}::jsonb, ${commentsDisabled},
          'processing') returning id`,
    )) as { id: string }
    await rows(
      ctx.em,
      sql`insert into post_media (post_id, position, media_id)
        select ${post.id}, ord - 1, id from unnest(${mediaIds}::uuid[]) with ordinality as given (id, ord)`,
    )
    await publishIfReady(ctx, post.id)
    return { postId: post.id }
  },

  async view({ postId }, ctx) {
    const [post] = await viewPosts(ctx, seenBy(ctx.viewer.id, [postId]))
    if (!post) throw new ApiError('gone', 'What this request made has been deleted since.')
    return post
  },
})

/** Photos have to be the author's own, whole and in no other post. Those still rendering are waited for, not read half. */
async function checkMedia(ctx: Context<'posts.create'>, mediaIds: readonly string[]) {
  if (mediaIds.length === 0) return null
  const found = await rows<{ id: string; status: string; used: boolean }>(
    ctx.em,
    sql`select id, status, exists (select 1 from post_media where media_id = media.id) as used from media
      where id = any(${mediaIds}::uuid[]) and owner_id = ${ctx.viewer.id} and not ${isProfilePhoto} order by id for share`,
  )
  if (found.length < mediaIds.length) throw new ApiError('not_found', 'There is no such upload of yours.')
  if (found.some(media => media.status === 'failed'))
    throw invalid({ mediaIds: 'names a photo that could not be read' })
  if (found.some(media => media.used)) throw new ApiError('conflict', 'A photo is in another post already.')
  return null
}
