import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeePost } from '#access/posts'
import { compiledStatement, sql } from '#database'
import { openGroups, type Published, publishedGroups, publishingGroups } from '#domain/notifications/notify'

export type Liking = { viewerId: string; postId: string; like: boolean }
export type Liked = {
  ord: number
  postId: string
  likes: number
  comments: number
  shares: number
  version: number
  changed: boolean
  liked: boolean
  /** Whether its viewer may not know how many like it. */
  hidden: boolean
}

const like = compiledStatement<
  { found: Liked[] | null } & Published,
  { lockIds: 'uuid[]'; viewerIds: 'uuid[]'; postIds: 'uuid[]'; likes: 'boolean[]' }
>(
  { lockIds: 'uuid[]', viewerIds: 'uuid[]', postIds: 'uuid[]', likes: 'boolean[]' },
  ({ lockIds, viewerIds, postIds, likes }) => sql`with locked as materialized (
        select id, author_id, status, likes_hidden, like_count, comment_count, share_count, version from post
        where id = any(${lockIds}) order by id for no key update
      ), wanted as materialized (
        select wanted.*, post.author_id, post.like_count, post.comment_count, post.share_count, post.version,
          post.likes_hidden and post.author_id <> wanted.viewer_id as hidden
        from unnest(${viewerIds}, ${postIds}, ${likes})
          with ordinality as wanted (viewer_id, post_id, liked, ord)
        join locked post on post.id = wanted.post_id join users author on author.id = post.author_id
        where post.status = 'published' and ${canSeePost(sql.ref('wanted.viewer_id'), { post: 'post' })}
      ), inserted as (
        insert into post_like (post_id, user_id) select post_id, viewer_id from wanted where liked
        on conflict do nothing returning post_id, user_id
      ), deleted as (
        delete from post_like using wanted where not wanted.liked and post_like.post_id = wanted.post_id
          and post_like.user_id = wanted.viewer_id returning post_like.post_id, post_like.counted
      ), moved as (
        select post_id, sum(step)::int as step from (
          select post_id, 1 as step from inserted union all select post_id, -1 from deleted where counted
        ) steps group by post_id
      ), counted as (
        update post set like_count = like_count + step, version = version + 1 from moved where post.id = moved.post_id
        returning post.id, like_count, version
      ), notified as (${openGroups(sql`
        select distinct author_id, 'like', 'like:' || post_id, post_id, null::uuid, null::uuid, null::jsonb
        from inserted join wanted using (post_id) where user_id = viewer_id and author_id <> viewer_id`)}
      ), ${publishingGroups}, found as (
        select ord, post_id as "postId", liked, hidden, coalesce(counted.like_count, wanted.like_count) as likes,
          comment_count as comments, share_count as shares, coalesce(counted.version, wanted.version) as version,
          counted.id is not null as changed
        from wanted left join counted on counted.id = wanted.post_id
      )
      select (select json_agg(found) from found) as found, ${publishedGroups}`,
)

/**
 * Inserts and deletes the likes of a batch, moves the counts by the rows that really changed, and opens and publishes the
 * notifications of authors. Returns the state of each post that its viewer can see; `ord` counts the given likes from 1.
 *
 * One statement, measured by `npm run bench -- likes`. Locks the posts first, in the order of their ids: inserting first
 * would make every like wait for the post's row. Then notifications, jobs and log heads. Plan: primary keys of post, users,
 * post_like; notification_group.
 */
export async function likeMany(
  em: EntityManager,
  likings: readonly Liking[],
): Promise<{ liked: Liked[]; published: Published }> {
  const postIds = likings.map(liking => liking.postId)
  const [all] = await like(em, {
    lockIds: [...new Set(postIds)],
    viewerIds: likings.map(liking => liking.viewerId),
    postIds,
    likes: likings.map(liking => liking.like),
  })
  return { liked: all?.found ?? [], published: { entries: all?.entries ?? null, jobs: all?.jobs ?? null } }
}
