import type { RawBuilder } from 'kysely'
import { sql } from '#entities/query'

type Id = RawBuilder<unknown>

/** Whether `viewer` may see what the account `author` (an alias of `users`) shows its followers, or everybody. */
export const seesAuthor = (viewer: Id, alias = 'author') => {
  const author = sql.raw(alias)
  return sql<boolean>`(${author}.id = ${viewer} or ${author}.status = 'active' and (not ${author}.is_private or exists (
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

/** A comment under a post that one viewer may see, with the post and its author joined. */
export const visibleComment = (viewerId: string, commentId: string) => sql`comment
  join post on post.id = comment.post_id join users author on author.id = post.author_id
  where comment.id = ${commentId}::uuid and ${seesPost(sql`${viewerId}::uuid`)}`
