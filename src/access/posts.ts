import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type AliasableExpression,
  columnsOf,
  db,
  expression as eb,
  type Id,
  idOf,
  literal,
  type SqlBool,
} from '#database'
import { canSeeContent } from './users.ts'

/** Whether the viewer can see a post whose author is joined. Their own may be unpublished, but not deleted. */
export function canSeePost(viewer: Id, { post: alias = 'Post', author = 'author' } = {}): AliasableExpression<SqlBool> {
  const post = columnsOf('Post', alias)
  return eb.and([
    eb.or([
      eb(post('status'), '=', literal('published')),
      eb.and([eb(post('authorId'), '=', idOf(viewer)), eb(post('status'), '<>', literal('deleted'))]),
    ]),
    canSeeContent(viewer, author),
  ])
}

/** The posts that the viewer can see, with their authors joined as `author`. */
export const visiblePosts = (em: EntityManager, viewerId: string) =>
  db(em).selectFrom('Post').innerJoin('User as author', 'author.id', 'Post.authorId').where(canSeePost(viewerId))
