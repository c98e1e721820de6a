import { seesPost } from '#access/visible-posts'
import { handle } from '#core/handler'
import { sql } from '#entities/query'
import { after, type Place, placeOf, viewPage } from '#views/page'
import { viewPosts } from '#views/post-view'
import { seenBy } from '#views/view'

export const home = handle('feed.home', async ({ cursor, limit }, ctx) => {
  const place = placeOf(cursor)
  const me = sql`${ctx.viewer.id}::uuid`
  const newest = sql`order by published_at desc, id desc limit ${limit + 1}`
  // Three sorted lists, each cut to a page: what was fanned out, one's own, and what large accounts posted.
  const merged = sql<Place>`select distinct at, id from (
    (select feed_entry.published_at as at, post_id as id from feed_entry
      join post on post.id = post_id join users author on author.id = post.author_id
      where owner_id = ${me} and ${seesPost(me)} ${after(place, 'feed_entry.published_at', 'feed_entry.post_id')}
      order by feed_entry.published_at desc, post_id desc limit ${limit + 1})
    union all
    (select published_at, id from post where author_id = ${me} and status = 'published'
      ${after(place, 'published_at', 'id')} ${newest})
    union all
    (select recent.published_at, recent.id from follow
      join users author on author.id = follow.followee_id and author.is_large and author.status = 'active'
      cross join lateral (select published_at, id from post where author_id = author.id and status = 'published'
        ${after(place, 'published_at', 'id')} ${newest}) recent
      where follow.follower_id = ${me} and follow.status = 'following')
  ) parts order by at desc, id desc limit ${limit + 1}`
  const view = (ids: string[]) => viewPosts(ctx, seenBy(ctx.viewer.id, ids))
  const page = await viewPage(ctx, merged, limit, view)
  // At the end of what is kept, what is older is looked for where it is.
  return page.nextCursor === null ? viewPage(ctx, older(place), limit, view) : page

  function older(from: Place | undefined) {
    return sql<Place>`select published_at as at, post.id from post
      where status = 'published' and (author_id = ${me} or author_id in (
        select followee_id from follow where follower_id = ${me} and follow.status = 'following'))
      ${after(from, 'published_at', 'post.id')} order by published_at desc, post.id desc limit ${limit + 1}`
  }
})
