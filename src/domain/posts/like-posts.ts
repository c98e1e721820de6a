import { seesPost } from '#access/visible-posts'
import type { OutputOf } from '#contract'
import { lane } from '#core/batching/batcher'
import { ApiError } from '#core/pipeline/errors'
import { rows, sql } from '#database/statement'
import { type Notified, openGroups, publishNotified } from '#domain/notifications/notify'

type Liking = { postId: string; like: boolean }
type Found = {
  ord: string
  postId: string
  likes: number
  comments: number
  shares: number
  version: number
  changed: boolean
  liked: boolean
}

/** Likes and unlikes of any posts, many at once: the counts move by what was really inserted and deleted. */
export const likePosts = lane<Liking, OutputOf<'posts.like'>, OutputOf<'posts.like'>>({
  name: 'likes',
  about: ({ postId }) => postId,
  distinct: true,

  async run(items, ctx) {
    const viewerIds = items.map(item => item.viewer.id)
    const postIds = items.map(item => item.input.postId)
    const likes = items.map(item => item.input.like)
    // One statement. Locking first, in one order: inserting first would make every like wait in line for the post's row.
    const [all] = await rows<{ found: Found[] | null; notified: Notified[] | null }>(
      ctx.em,
      sql`with locked as materialized (
        select * from post where id = any(${[...new Set(postIds)]}::uuid[]) order by id for no key update
      ), wanted as materialized (
        select wanted.*, post.author_id, post.like_count, post.comment_count, post.share_count, post.version
        from unnest(${viewerIds}::uuid[], ${postIds}::uuid[], ${likes}::boolean[])
          with ordinality as wanted (viewer_id, post_id, liked, ord)
        join locked post on post.id = wanted.post_id join users author on author.id = post.author_id
        where post.status = 'published' and ${seesPost(sql`wanted.viewer_id`)}
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
      ), found as (
        select ord, post_id as "postId", liked, coalesce(counted.like_count, wanted.like_count) as likes,
          comment_count as comments, share_count as shares, coalesce(counted.version, wanted.version) as version,
          counted.id is not null as changed
        from wanted left join counted on counted.id = wanted.post_id
      )
      select (select json_agg(found) from found) as found, (select json_agg(notified) from notified) as notified`,
    )
    const found = all?.found ?? []
    publishNotified(ctx, all?.notified ?? [])
    const byOrd = new Map(found.map(one => [Number(one.ord), one]))
    for (const one of new Map(found.map(one => [one.postId, one])).values()) {
      if (one.changed) ctx.changed('post', one.postId, { version: one.version, counts: countsOf(one) })
    }
    return items.map((_, i) => {
      const one = byOrd.get(i + 1)
      return one ? { liked: one.liked, counts: countsOf(one) } : new ApiError('not_found', 'There is no such post.')
    })
  },

  view: async made => made.map(({ result }) => result),
})

const countsOf = ({ likes, comments, shares }: Found) => ({ likes, comments, shares })
