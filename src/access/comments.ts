import type { EntityManager } from '@mikro-orm/postgresql'
import { type AliasableExpression, columnsOf, db, expression as eb, type Id, idOf, type SqlBool } from '#database'
import { canSeePost } from './posts.ts'
import { canSee } from './users.ts'

/**
 * Whether the viewer can see a comment under a post that they can see: they can see its writer and the writer who began
 * its thread. Their own always.
 */
export function canSeeComment(viewer: Id, alias = 'Comment'): AliasableExpression<SqlBool> {
  const comment = columnsOf('Comment', alias)
  // Values, not `exists`: for a page of a long list PostgreSQL would plan that as a hash of all accounts.
  const canSeeWriter = eb
    .selectFrom('User as writer')
    .select(canSee(viewer, 'writer').as('ok'))
    .where('writer.id', '=', comment('authorId'))
  const canSeeBeginner = eb
    .selectFrom('Comment as root')
    .innerJoin('User as beginner', 'beginner.id', 'root.authorId')
    .select(canSee(viewer, 'beginner').as('ok'))
    .where('root.id', '=', comment('parentId'))
  return eb.or([
    eb(comment('authorId'), '=', idOf(viewer)),
    eb.and([canSeeWriter.$asScalar(), eb.or([eb(comment('parentId'), 'is', null), canSeeBeginner.$asScalar()])]),
  ])
}

/** The comments that the viewer can see, with their posts and the posts' authors joined as `author`. */
export const visibleComments = (em: EntityManager, viewerId: string) =>
  db(em)
    .selectFrom('Comment')
    .innerJoin('Post', 'Post.id', 'Comment.postId')
    .innerJoin('User as author', 'author.id', 'Post.authorId')
    .where(canSeePost(viewerId))
    .where(canSeeComment(viewerId))
