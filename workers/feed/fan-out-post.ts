import { apartFrom, mutes } from '#access/apart'
import { row, rows, sql } from '#database/statement'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'
import { job } from '../job.ts'

export const fanOutPost = job('feed.fanOut', {
  async handle({ postId }, ctx) {
    const { em } = ctx
    const author = await row<{ id: string }>(
      em,
      sql`with published as (
        select post.id, author_id, published_at, is_large from post
        join users on users.id = author_id where post.id = ${postId} and post.status = 'published'
      ), copied as (
        insert into feed_entry (owner_id, post_id, author_id, published_at)
        select follower_id, published.id, author_id, published_at from published
        join follow on followee_id = author_id and follow.status = 'following' where not is_large
        on conflict do nothing
      ) select author_id as id from published`,
    )
    const [post] = author ? await viewPosts(ctx, seenBy(author.id, [postId])) : []
    if (!post) return
    // Last, and by itself: copying to very many takes its time, and who has lost the post meanwhile is not told of it.
    const told = await rows<{ id: string }>(
      em,
      sql`with published as (
        select author_id, users.status = 'active' as is_there from post
        join users on users.id = author_id where post.id = ${postId}
      ), hidden as (select apart.id from published cross join lateral (${apartFrom(sql`author_id`)}) apart)
      select follower_id as id from published join follow on followee_id = author_id and follow.status = 'following'
        where is_there and not exists (select 1 from hidden where hidden.id = follower_id)
          and not ${mutes(sql`follower_id`, sql`author_id`)}
      union select author_id from published where is_there`,
    )
    // One payload for all: nobody has liked or saved what has just come out.
    const shown = { ...post, viewer: { liked: false, saved: false } }
    ctx.broadcast('feed.post', { users: told.map(one => one.id) }, { post: shown })
  },
})
