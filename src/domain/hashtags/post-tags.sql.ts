/**
 * The hashtags of posts, and how many posts each hashtag counts.
 *
 * - Plan: `post`, `users`, `post_hashtag` and `hashtag` by their primary keys, a look-up for each tag of these posts.
 * - Locks: the hashtags whose counts move, in the order of their spelling, after posts and notifications. The author's
 *   account is locked before: whether a post counts depends on it.
 * - Measured by `npm run bench -- captions`.
 */
import type { EntityManager } from '@mikro-orm/postgresql'
import { compiledStatement, type RawBuilder, sql } from '#database'

/** A tag of a post, in its canonical spelling. */
export type PostTag = { postId: string; tag: string }

/** How posts stand: `live` if they are published, `counts` if everybody may see them. */
const about = (postIds: RawBuilder<unknown>) => sql`
  select post.id, case when post.status = 'published' then post.published_at end as at,
    post.status = 'published' and author.status = 'active' and not author.is_private as counts
  from post join users author on author.id = post.author_id where post.id = any(${postIds})`

/** Moves the counts by steps `(tag, step)`. */
const moveCounts = (steps: RawBuilder<unknown>) => sql<{ tag: string }>`
  insert into hashtag (tag, post_count)
  select tag, sum(step)::int from (${steps}) steps group by tag having sum(step) <> 0 order by tag
  on conflict (tag) do update set post_count = hashtag.post_count + excluded.post_count
  returning tag`

const write = compiledStatement<{ tag: string }, { postIds: 'uuid[]'; tagged: 'uuid[]'; tags: 'text[]' }>(
  { postIds: 'uuid[]', tagged: 'uuid[]', tags: 'text[]' },
  ({ postIds, tagged, tags }) => sql`
    with about as materialized (${about(postIds)}
    ), wanted as materialized (
      select * from unnest(${tagged}, ${tags}) as wanted (id, tag)
    ), removed as (
      delete from post_hashtag using about where post_id = about.id
        and not exists (select 1 from wanted where wanted.id = post_id and wanted.tag = post_hashtag.tag)
      returning post_hashtag.tag, counted
    ), added as (
      insert into post_hashtag (post_id, tag, published_at, counted)
      select id, tag, at, counts from wanted join about using (id)
      on conflict (post_id, tag) do nothing returning tag, counted
    ) ${moveCounts(sql`
      select tag, -1 as step from removed where counted union all select tag, 1 from added where counted`)}`,
)

/** Writes which tags some posts have; tags that they had before and are not given are removed. */
export const writeTags = (em: EntityManager, postIds: readonly string[], tags: readonly PostTag[]) =>
  write(em, { postIds, tagged: tags.map(one => one.postId), tags: tags.map(one => one.tag) })

const settle = compiledStatement<{ tag: string }, { postIds: 'uuid[]' }>(
  { postIds: 'uuid[]' },
  ({ postIds }) => sql`
    with about as materialized (${about(postIds)}
    ), settled as (
      update post_hashtag set counted = counts, published_at = at from about
      where post_id = about.id and (counted <> counts or published_at is distinct from at)
      returning post_hashtag.tag, new.counted::int - old.counted::int as step
    ) ${moveCounts(sql`select tag, step from settled`)}`,
)

/** Brings the hashtags of posts in line with how the posts stand: published or not, seen by everybody or not. */
export const settleTags = (em: EntityManager, postIds: readonly string[]) => settle(em, { postIds })

const drop = compiledStatement<{ tag: string }, { postIds: 'uuid[]' }>(
  { postIds: 'uuid[]' },
  ({ postIds }) => sql`
    with removed as (delete from post_hashtag where post_id = any(${postIds}) returning tag, counted)
    ${moveCounts(sql`select tag, -1 as step from removed where counted`)}`,
)

/** Takes posts out of their hashtags before they are deleted. */
export const dropTags = (em: EntityManager, postIds: readonly string[]) => drop(em, { postIds })
