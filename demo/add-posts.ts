import type { App } from '#app'
import { rows, sql } from '#database/statement'
import type { Actors } from './actors.ts'
import type { DemoPost } from './post.ts'
import { photoId, posts } from './posts.ts'

/** A post of the demo with its id. */
export type Posted = { id: string; post: DemoPost }

/**
 * Adds missing posts, then moves all posts into the past. This happens before the first follow, so that feeds are filled with
 * these times.
 */
export async function addPosts(app: App, { act }: Actors): Promise<Posted[]> {
  const em = app.engine.fork()
  const known = await rows<{ mediaId: string; postId: string }>(
    em,
    sql`select media_id as "mediaId", post_id as "postId" from post_media
      where media_id = any(${posts.map(idOfFirst)}::uuid[])`,
  )
  const byPhoto = new Map(known.map(one => [one.mediaId, one.postId]))
  const posted: Posted[] = []
  for (const post of posts) {
    const id = byPhoto.get(idOfFirst(post)) ?? (await act(post.by, 'posts.create', inputOf(post))).id
    posted.push({ id, post })
  }
  const times = JSON.stringify(posted.map(({ id, post }) => ({ id, ago: post.ago })))
  await rows(
    em,
    sql`update post set created_at = now() - ago * interval '1 hour', published_at = now() - ago * interval '1 hour'
      from jsonb_to_recordset(${times}::jsonb) as planned (id uuid, ago float) where post.id = planned.id`,
  )
  return posted
}

const idOfFirst = ({ photos }: DemoPost) => photoId(photos[0]?.seed ?? -1)

const inputOf = ({ photos, caption, place }: DemoPost) => ({
  mediaIds: photos.map(photo => photoId(photo.seed)),
  caption,
  ...(place && { location: { name: place } }),
})
