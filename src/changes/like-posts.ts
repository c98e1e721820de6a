import { seesPost } from '#access/visible-posts'
import type { OutputOf } from '#contract'
import { lane } from '#core/combine'
import { refuse } from '#core/refusal'
import { rows, sql } from '#entities/query'
import { notifyFrom } from './notify.ts'

type Liking = { postId: string; like: boolean }
type Found = {
  ord: string
  postId: string
  likes: number
  comments: number
  shares: number
  version: number
  liked: boolean
}

/** Likes and unlikes of any posts, many at once: the counts move by what was really inserted and deleted. */
export const likePosts = lane<Liking, OutputOf<'posts.like'>, OutputOf<'posts.like'>>({
  name: 'likes',
  target: ({ postId }) => postId,

  async run(items, ctx) {
    const viewerIds = items.map(item => item.viewer.id)
    const postIds = items.map(item => item.input.postId)
    const likes = items.map(item => item.input.like)
    // Three statements that are sent together. Locking first, in one order: inserting first would make every like wait
    // in line for the post's row.
    const [, found] = await Promise.all([
      rows(
        ctx.em,
        sql`select id from post where id = any(${[...new Set(postIds)]}::uuid[]) order by id for no key update`,
      ),
      rows<Found>(
        ctx.em,
        sql`with wanted as materialized (
          select wanted.* from unnest(${viewerIds}::uuid[], ${postIds}::uuid[], ${likes}::boolean[])
            with ordinality as wanted (viewer_id, post_id, liked, ord)
          join post on post.id = wanted.post_id join users author on author.id = post.author_id
          where post.status = 'published' and ${seesPost(sql`wanted.viewer_id`)}
        ), inserted as (
          insert into post_like (post_id, user_id) select post_id, viewer_id from wanted where liked
          on conflict do nothing returning post_id
        ), deleted as (
          delete from post_like using wanted where not wanted.liked and post_like.post_id = wanted.post_id
            and post_like.user_id = wanted.viewer_id returning post_like.post_id
        ), moved as (
          select post_id, sum(step)::int as step from (
            select post_id, 1 as step from inserted union all select post_id, -1 from deleted
          ) steps group by post_id
        ), counted as (
          update post set like_count = like_count + step, version = version + 1 from moved where post.id = moved.post_id
          returning post.id, like_count, comment_count, share_count, version
        )
        select ord, wanted.post_id as "postId", wanted.liked, coalesce(counted.like_count, post.like_count) as likes,
          post.comment_count as comments, post.share_count as shares, coalesce(counted.version, post.version) as version
        from wanted join post on post.id = wanted.post_id left join counted on counted.id = wanted.post_id`,
      ),
      // A like of this transaction is as old as the transaction.
      notifyFrom(
        ctx,
        sql`select distinct post.author_id, 'like', 'like:' || post.id, post.id, null::uuid
          from unnest(${viewerIds}::uuid[], ${postIds}::uuid[]) as wanted (viewer_id, post_id)
          join post_like on post_like.post_id = wanted.post_id and user_id = viewer_id
            and post_like.created_at = now()::timestamptz(3)
          join post on post.id = wanted.post_id and post.author_id <> viewer_id`,
      ),
    ])
    const byOrd = new Map(found.map(one => [Number(one.ord), one]))
    for (const one of new Map(found.map(one => [one.postId, one])).values()) {
      ctx.moved({ postId: one.postId, version: one.version, counts: countsOf(one) })
    }
    return items.map((_, i) => {
      const one = byOrd.get(i + 1)
      return one ? { liked: one.liked, counts: countsOf(one) } : refuse('not_found', 'There is no such post.')
    })
  },

  view: async made => made.map(({ result }) => result),
})

const countsOf = ({ likes, comments, shares }: Found) => ({ likes, comments, shares })
