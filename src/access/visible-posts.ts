import type { RawBuilder } from 'kysely'
import { sql } from '#database/statement'
import { apart, knows } from './apart.ts'

type Id = RawBuilder<unknown>

/** Whether `viewer` may see what the account `author` (an alias of `users`) shows its followers, or everybody. */
export const seesAuthor = (viewer: Id, alias = 'author') => {
  const author = sql.raw(alias)
  return sql<boolean>`(${author}.id = ${viewer} or ${author}.status = 'active' and not ${apart(viewer, sql`${author}.id`)}
    and (not ${author}.is_private or exists (
      select 1 from follow f where f.follower_id = ${viewer} and f.followee_id = ${author}.id and f.status = 'following'
    )))`
}

/** Whether `viewer` may see a row of `post` whose author is joined as `author`. One's own may be unpublished. */
export const seesPost = (viewer: Id) => sql<boolean>`(
  (post.status = 'published' or post.author_id = ${viewer}) and ${seesAuthor(viewer)}
)`

/** A post as far as one viewer may see it, with its author joined: `select … from ${visiblePost(…)}`. */
export const visiblePost = (
  viewerId: string,
  postId: string,
) => sql`post join users author on author.id = post.author_id
  where post.id = ${postId}::uuid and ${seesPost(sql`${viewerId}::uuid`)}`

/**
 * Whether `viewer` may see a row of `comment` (or an alias of it) under a post that they may see: whoever wrote it and
 * whoever began its thread are there for them. One's own always.
 */
export const seesComment = (viewer: Id, alias = 'comment') => {
  const comment = sql.raw(alias)
  // Values, not `exists`: for a page of a long list that would be planned as a hash of all accounts.
  return sql<boolean>`(${comment}.author_id = ${viewer} or (
    select ${knows(viewer, 'writer')} from users writer where writer.id = ${comment}.author_id
  ) and (${comment}.parent_id is null or (
    select ${knows(viewer, 'beginner')} from comment root join users beginner on beginner.id = root.author_id
    where root.id = ${comment}.parent_id
  )))`
}

/** A comment as far as one viewer may see it, with the post and its author joined. */
export const visibleComment = (viewerId: string, commentId: string) => {
  const viewer = sql`${viewerId}::uuid`
  return sql`comment join post on post.id = comment.post_id join users author on author.id = post.author_id
    where comment.id = ${commentId}::uuid and ${seesPost(viewer)} and ${seesComment(viewer)}`
}
