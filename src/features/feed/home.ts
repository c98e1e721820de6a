import { mutes } from '#access/apart'
import { seesAuthor, seesPost } from '#access/visible-posts'
import { plain } from '#core/pipeline/handler'
import { rows, sql } from '#database/statement'
import { maxFilled } from '#domain/feed/feed-entries.sql'
import { after, type Place, placeOf, viewPlaces } from '#views/page'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const home = plain('feed.home', async ({ cursor, limit }, ctx) => {
  const place = placeOf(cursor)
  const me = sql`${ctx.viewer.id}::uuid`
  const muted = mutes(me, sql`author.id`)
  const most = limit + 1
  const newestOf = (author: string) => sql`(select published_at as at, id from post
    where author_id = ${sql.ref(author)} and status = 'published' ${after(place, 'published_at', 'id')}
    order by published_at desc, id desc limit ${most})`
  // What was copied, one's own, and of those whose posts are not all copied: large accounts, and long ones followed since.
  const merged = sql<Place & { kept: number }>`with kept as materialized (
      select feed_entry.published_at as at, post_id as id from feed_entry
      join follow on follow.follower_id = ${me} and follow.followee_id = feed_entry.author_id
      join post on post.id = post_id join users author on author.id = post.author_id
      where owner_id = ${me} and follow.status = 'following' and ${seesPost(me)} and not ${muted}
        ${after(place, 'feed_entry.published_at', 'feed_entry.post_id')}
      order by feed_entry.published_at desc, post_id desc limit ${most}
    ), me as (select ${me} as id)
    select distinct at, id, (select count(*)::int from kept) as kept from (
      select at, id from kept
      union all select recent.at, recent.id from me cross join lateral ${newestOf('me.id')} recent
      union all select recent.at, recent.id from follow
        join users author on author.id = follow.followee_id and (author.is_large
          or author.post_count > ${maxFilled} and follow.created_at > (select min(at) from kept))
        cross join lateral ${newestOf('author.id')} recent
        where follow.follower_id = ${me} and follow.status = 'following' and ${seesAuthor(me)} and not ${muted}
    ) parts order by at desc, id desc limit ${most}`
  const found = await rows(ctx.em, merged)
  // Below the end of what is kept, posts are looked for where they are.
  const isWhole = (found[0]?.kept ?? 0) === most
  return viewPlaces(isWhole ? found : await rows(ctx.em, older()), limit, ids =>
    viewPosts(ctx, seenBy(ctx.viewer.id, ids)),
  )

  function older() {
    return sql<Place>`select recent.at, recent.id from (
        select ${me} as id union all
        select author.id from follow join users author on author.id = followee_id
        where follower_id = ${me} and follow.status = 'following' and ${seesAuthor(me)} and not ${muted}
      ) author cross join lateral ${newestOf('author.id')} recent
      order by at desc, id desc limit ${most}`
  }
})
