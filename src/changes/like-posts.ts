import { seesPost } from '#access/visible-posts'
import type { OutputOf } from '#contract'
import { lane } from '#core/combine'
import { refuse } from '#core/refusal'
import { rows, sql } from '#entities/query'
import { notify } from './notify.ts'

type Liking = { postId: string; like: boolean }
type Found = {
  ord: string
  postId: string
  authorId: string
  likes: number
  comments: number
  shares: number
  version: number
  liked: boolean
  taken: boolean
}

/** Likes and unlikes of any posts, many at once: the counts move by what was really inserted and deleted. */
export const likePosts = lane<Liking, OutputOf<'posts.like'>, OutputOf<'posts.like'>>({
  name: 'likes',
  target: ({ postId }) => postId,

  async run(items, ctx) {
    const postIds = [...new Set(items.map(item => item.input.postId))]
    // Locking first, in one order: inserting first would make every like wait in line for the post's row.
    await rows(ctx.em, sql`select id from post where id = any(${postIds}::uuid[]) order by id for no key update`)
    const found = await rows<Found>(
      ctx.em,
      sql`with wanted as materialized (
        select wanted.*, post.author_id from unnest(
          ${items.map(item => item.viewer.id)}::uuid[], ${items.map(item => item.input.postId)}::uuid[],
          ${items.map(item => item.input.like)}::boolean[]
        ) with ordinality as wanted (viewer_id, post_id, liked, ord)
        join post on post.id = wanted.post_id join users author on author.id = post.author_id
        where post.status = 'published' and ${seesPost(sql`wanted.viewer_id`)}
      ), inserted as (
        insert into post_like (post_id, user_id) select post_id, viewer_id from wanted where liked
        on conflict do nothing returning post_id, user_id
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
      select ord, wanted.post_id as "postId", wanted.author_id as "authorId", wanted.liked,
        coalesce(counted.like_count, post.like_count) as likes, post.comment_count as comments,
        post.share_count as shares, coalesce(counted.version, post.version) as version, inserted.user_id is not null as taken
      from wanted join post on post.id = wanted.post_id left join counted on counted.id = wanted.post_id
      left join inserted on inserted.post_id = wanted.post_id and inserted.user_id = wanted.viewer_id`,
    )
    const byOrd = new Map(found.map(one => [Number(one.ord), one]))
    const noticed = items.flatMap((item, i) => {
      const one = byOrd.get(i + 1)
      return one?.taken && one.authorId !== item.viewer.id ? [one] : []
    })
    await notify(
      ctx,
      noticed.map(({ authorId, postId }) => ({ userId: authorId, kind: 'like', groupKey: `like:${postId}`, postId })),
    )
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
