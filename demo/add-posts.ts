import type { App } from '#app'
import { row, rows, sql } from '#database/statement'
import type { Actors } from './actors.ts'
import type { DemoPost } from './post.ts'
import { photoId, posts, reposts } from './posts.ts'

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
  // Each user posts in order, all of them at once.
  const add = async (own: DemoPost[]) => {
    for (const post of own) {
      const id = byPhoto.get(idOfFirst(post)) ?? (await act(post.by, 'posts.create', inputOf(post))).id
      posted.push({ id, post })
    }
  }
  await Promise.all(
    Map.groupBy(posts, post => post.by)
      .values()
      .map(add),
  )
  posted.sort((a, b) => b.post.ago - a.post.ago)
  await moveToThePast(
    app,
    posted.map(({ id, post }) => ({ id, ago: post.ago })),
  )
  return posted
}

/** Adds missing reposts. They count as shares of the posts, and stand in the feeds of those who follow by now. */
export async function addReposts(app: App, { ids, act }: Actors, posted: readonly Posted[]) {
  for (const { by, of, caption, ago } of reposts) {
    const sharedPostId = idOf(posted, of)
    const known = await row<{ id: string }>(
      app.engine.fork(),
      sql`select id from post where author_id = ${ids.get(by)}::uuid and shared_post_id = ${sharedPostId}::uuid`,
    )
    const { id } = known ?? (await act(by, 'posts.create', { sharedPostId, caption }))
    await moveToThePast(app, [{ id, ago }])
  }
}

/** Archives what its author has archived: likes and comments came before. */
export async function archivePosts({ act }: Actors, posted: readonly Posted[]) {
  for (const { id, post } of posted) if (post.state === 'archived') await act(post.by, 'posts.archive', { postId: id })
}

/** The id of the post with a photo. */
export function idOf(posted: readonly Posted[], seed: number): string {
  const found = posted.find(({ post }) => post.photos.some(photo => photo.seed === seed))
  if (!found) throw new Error(`No post has photo ${seed}.`)
  return found.id
}

/** Whether others see a post, or have seen it. */
export const isShared = ({ post }: Posted) => post.state === undefined || post.state === 'archived'

async function moveToThePast(app: App, times: { id: string; ago: number }[]) {
  const em = app.engine.fork()
  await rows(
    em,
    sql`update post set created_at = now() - ago * interval '1 hour',
        published_at = case when published_at is not null then now() - ago * interval '1 hour' end
      from jsonb_to_recordset(${JSON.stringify(times)}::jsonb) as planned (id uuid, ago float) where post.id = planned.id`,
  )
  await rows(
    em,
    sql`update post_hashtag set published_at = post.published_at from post
      where post.id = post_id and post_id = any(${times.map(one => one.id)}::uuid[])`,
  )
}

/** Noon, so many days from now. */
const noonIn = (days: number) =>
  `${new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10)}T12:00:00.000Z`

const idOfFirst = ({ photos }: DemoPost) => photoId(photos[0]?.seed ?? -1)

const inputOf = ({ photos, caption, place, tagged = [], state }: DemoPost) => ({
  mediaIds: photos.map(photo => photoId(photo.seed)),
  caption,
  tagged: tagged.map(tag => ({ mediaIndex: 0, ...tag })),
  ...(place && { location: { name: place } }),
  ...(state === 'draft' && { draft: true }),
  ...(state === 'scheduled' && { publishAt: noonIn(3) }),
})
