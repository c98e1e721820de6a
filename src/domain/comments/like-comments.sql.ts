import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeeComment } from '#access/comments'
import { canSeePost } from '#access/posts'
import { compiledStatement, sql } from '#database'
import { openGroups, type Published, publishedGroups, publishingGroups } from '#domain/notifications/notify'

export type Liking = { viewerId: string; commentId: string; like: boolean }
export type Liked = {
  ord: number
  commentId: string
  postId: string
  /** Of the comment. */
  likes: number
  replies: number
  changed: boolean
  liked: boolean
  /** Of its post, for those who watch it. */
  version: number
  counts: { likes: number; comments: number; shares: number }
}

const viewer = sql.ref<string>('wanted.viewer_id')

const like = compiledStatement<
  { found: Liked[] | null } & Published,
  { lockIds: 'uuid[]'; viewerIds: 'uuid[]'; commentIds: 'uuid[]'; likes: 'boolean[]' }
>(
  { lockIds: 'uuid[]', viewerIds: 'uuid[]', commentIds: 'uuid[]', likes: 'boolean[]' },
  ({ lockIds, viewerIds, commentIds, likes }) => sql`with locked as materialized (
        select * from comment where id = any(${lockIds}) and deleted_at is null order by id for no key update
      ), wanted as materialized (
        select wanted.*, comment.author_id, comment.post_id, comment.like_count, comment.reply_count, post.version,
          json_build_object('likes', post.like_count, 'comments', post.comment_count, 'shares', post.share_count) as counts
        from unnest(${viewerIds}, ${commentIds}, ${likes})
          with ordinality as wanted (viewer_id, comment_id, liked, ord)
        join locked comment on comment.id = wanted.comment_id
        join post on post.id = comment.post_id join users author on author.id = post.author_id
        where post.status = 'published' and ${canSeePost(viewer, { post: 'post' })} and ${canSeeComment(viewer, 'comment')}
      ), inserted as (
        insert into comment_like (comment_id, user_id) select comment_id, viewer_id from wanted where liked
        on conflict do nothing returning comment_id, user_id
      ), deleted as (
        delete from comment_like using wanted where not wanted.liked and comment_like.comment_id = wanted.comment_id
          and comment_like.user_id = wanted.viewer_id returning comment_like.comment_id, comment_like.counted
      ), moved as (
        select comment_id, sum(step)::int as step from (
          select comment_id, 1 as step from inserted union all select comment_id, -1 from deleted where counted
        ) steps group by comment_id
      ), counted as (
        update comment set like_count = like_count + step from moved where comment.id = moved.comment_id
        returning comment.id, like_count
      ), notified as (${openGroups(sql`
        select distinct author_id, 'comment_like', 'comment_like:' || comment_id, post_id, comment_id, null::uuid, null::jsonb
        from inserted join wanted using (comment_id) where user_id = viewer_id and author_id <> viewer_id`)}
      ), ${publishingGroups}, found as (
        select ord, comment_id as "commentId", post_id as "postId", liked,
          coalesce(counted.like_count, wanted.like_count) as likes, reply_count as replies, counted.id is not null as changed,
          version, counts
        from wanted left join counted on counted.id = wanted.comment_id
      )
      select (select json_agg(found) from found) as found, ${publishedGroups}`,
)

/**
 * Inserts and deletes the likes of comments of a batch, moves the counts by the rows that really changed, and opens and
 * publishes the notifications of writers. Returns the state of each comment that its viewer can see; `ord` counts the given likes from 1.
 *
 * One statement in the manner of `like-posts.sql.ts`, which `npm run bench -- likes` measures. Locks the comments first, in the
 * order of their ids, and no post; then notifications, jobs and log heads.
 * Plan: primary keys of comment, post, users, comment_like; notification_group.
 */
export async function likeMany(
  em: EntityManager,
  likings: readonly Liking[],
): Promise<{ liked: Liked[]; published: Published }> {
  const commentIds = likings.map(liking => liking.commentId)
  const [all] = await like(em, {
    lockIds: [...new Set(commentIds)],
    viewerIds: likings.map(liking => liking.viewerId),
    commentIds,
    likes: likings.map(liking => liking.like),
  })
  return { liked: all?.found ?? [], published: { entries: all?.entries ?? null, jobs: all?.jobs ?? null } }
}
