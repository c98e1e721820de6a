import { apartFrom, mutes } from '#access/apart'
import { rows, sql } from '#entities/query'
import { viewPosts } from '#views/post-view'
import { seenBy } from '#views/view'
import { job } from './job.ts'

export const fanOutPost = job('feed.fanOut', {
  async handle({ postId }, ctx) {
    const told = await rows<{ id: string }>(
      ctx.em,
      sql`with published as (
        select post.id, author_id, published_at, is_large, users.status = 'active' as is_there from post
        join users on users.id = author_id where post.id = ${postId} and post.status = 'published'
      ), copied as (
        insert into feed_entry (owner_id, post_id, author_id, published_at)
        select follower_id, published.id, author_id, published_at from published
        join follow on followee_id = author_id and follow.status = 'following' where not is_large
        on conflict do nothing
      ), hidden as (select apart.id from published cross join lateral (${apartFrom(sql`author_id`)}) apart)
      select follower_id as id from published join follow on followee_id = author_id and follow.status = 'following'
        where is_there and not exists (select 1 from hidden where hidden.id = follower_id)
          and not ${mutes(sql`follower_id`, sql`author_id`)}
      union select author_id from published where is_there`,
    )
    const author = await rows<{ id: string }>(ctx.em, sql`select author_id as id from post where id = ${postId}`)
    const [post] = await viewPosts(ctx, seenBy(author[0]?.id ?? postId, [postId]))
    if (!post || told.length === 0) return
    // One payload for all: nobody has liked or saved what has just come out.
    const shown = { ...post, viewer: { liked: false, saved: false } }
    ctx.hint('feed.post', { users: told.map(one => one.id) }, { post: shown })
  },
})
