import { expect } from 'vitest'
import type { TestApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'

/** Resolves when the counts of others match the current state of an account. */
export const settled = (app: TestApp, userId: string) =>
  until(
    async () => (await app.query(`select 1 from task where id = ?`, [`settle-${userId}`])).length,
    waiting => waiting === 0,
    15_000,
  )

/** Every count equals the rows marked as counted; when all jobs are done, those are the rows of active accounts. */
export async function expectExactCounts(app: Pick<TestApp, 'query'>) {
  const wrong = await app.query(
    `select 'likes of a post' as what, id from post where like_count <>
      (select count(*) from post_like where post_id = post.id and counted)
    union all select 'shares of a post', id from post where share_count <>
      (select count(*) from message where post_id = post.id and unsent_at is null) +
      (select count(*) from post repost where repost.shared_post_id = post.id and repost.repost_counted)
    union all select 'a repost that others see', post.id from post join users on users.id = author_id
      where shared_post_id is not null and repost_counted <> (post.status = 'published' and users.status = 'active')
        and not exists (select 1 from task where task.id = 'settle-' || author_id)
    union all select 'comments of a post', id from post where comment_count <>
      (select count(*) from comment where post_id = post.id and counted)
    union all select 'likes of a comment', id from comment where like_count <>
      (select count(*) from comment_like where comment_id = comment.id and counted)
    union all select 'replies', id from comment where reply_count <>
      (select count(*) from comment reply where parent_id = comment.id and counted)
    union all select 'followers', id from users where follower_count <>
      (select count(*) from follow where followee_id = users.id and status = 'following' and follower_counted)
    union all select 'following', id from users where following_count <>
      (select count(*) from follow where follower_id = users.id and status = 'following' and followee_counted)
    union all select 'posts of a hashtag', md5(hashtag.tag)::uuid from hashtag where post_count <>
      (select count(*) from post_hashtag where post_hashtag.tag = hashtag.tag and counted)
    union all select 'a hashtag of a post', post.id from post_hashtag join post on post.id = post_id
      join users on users.id = author_id where counted and (post.status <> 'published' or post_hashtag.published_at <> post.published_at)`,
  )
  expect(wrong).toEqual([])
}
