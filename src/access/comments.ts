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
import { canSeePost } from './posts.ts'
import { canSee } from './users.ts'

/**
 * Whether the viewer can see a comment under a post that they can see. Their own always. Of others they must be able to see
 * the writer and the writer who began its thread, and neither comment may be hidden, except from the author of the post. A
 * deleted comment has no writer any more, and is seen as long as replies to it count.
 */
export function canSeeComment(viewer: Id, alias = 'Comment'): AliasableExpression<SqlBool> {
  const comment = columnsOf('Comment', alias)
  // Values, not `exists`: for a page of a long list PostgreSQL would plan that as a hash of all accounts.
  const canSeeWriter = eb
    .selectFrom('User as writer')
    .select(canSee(viewer, 'writer').as('ok'))
    .where('writer.id', '=', comment('authorId'))
  const isOnOwnPost = eb
    .selectFrom('Post as about')
    .select(post => post('about.authorId', '=', idOf(viewer)).as('ok'))
    .where('about.id', '=', comment('postId'))
  const canSeeRoot = eb
    .selectFrom('Comment as root')
    .innerJoin('User as beginner', 'beginner.id', 'root.authorId')
    .select(root =>
      root
        .and([
          root.or([root('root.deletedAt', 'is not', null), canSee(viewer, 'beginner')]),
          root.or([root.not('root.hidden'), root('root.authorId', '=', idOf(viewer)), isOnOwnPost.$asScalar()]),
        ])
        .as('ok'),
    )
    .where('root.id', '=', comment('parentId'))
  return eb.or([
    eb.and([eb(comment('authorId'), '=', idOf(viewer)), eb(comment('deletedAt'), 'is', null)]),
    eb.and([eb(comment('deletedAt'), 'is not', null), eb(comment('replyCount'), '>', literal(0))]),
    eb.and([
      eb(comment('deletedAt'), 'is', null),
      canSeeWriter.$asScalar(),
      eb.or([eb.not(comment('hidden')), isOnOwnPost.$asScalar()]),
      eb.or([eb(comment('parentId'), 'is', null), canSeeRoot.$asScalar()]),
    ]),
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
