import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type AliasableExpression,
  ago,
  anyOf,
  columnsOf,
  compiled,
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

const hiddenLikesById = compiled({ ids: 'uuid[]' }, (db, { ids }) =>
  db
    .selectFrom('Post')
    .select(['id', 'authorId'])
    .where('id', '=', anyOf(ids))
    .where('likesHidden', '=', literal(true)),
)

/** Of some posts, those whose likes only the author sees; each with its author. */
export async function hiddenLikes(em: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  const found = await hiddenLikesById(em, { ids: [...ids] })
  return new Map(found.map(({ id, authorId }) => [id, authorId]))
}

/** Days in which the author of a deleted post can restore it. */
export const restorableDays = 30

/** Whether the viewer can see a deleted post: their own, for thirty days. */
export function canSeeDeletedPost(viewer: Id, alias = 'Post'): AliasableExpression<SqlBool> {
  const post = columnsOf('Post', alias)
  return eb.and([
    eb(post('status'), '=', literal('deleted')),
    eb(post('authorId'), '=', idOf(viewer)),
    eb(post('deletedAt'), '>', ago(`${restorableDays} days`)),
  ])
}

/** The posts that the viewer can see, with their authors joined as `author`. */
export const visiblePosts = (em: EntityManager, viewerId: string) =>
  db(em).selectFrom('Post').innerJoin('User as author', 'author.id', 'Post.authorId').where(canSeePost(viewerId))
