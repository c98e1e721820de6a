import { canSeeComment } from '#access/comments'
import { canSeePost } from '#access/posts'
import { canSee } from '#access/users'
import type { Comment, User } from '#contract'
import { entitiesOf } from '#contract/text-entities'
import { anyOf, compiled, sql } from '#database'
import { userJson, viewUser } from './users.ts'
import { inOrder, pairs, pairsOf, pairTypes, type Seen, type View } from './view.ts'

const columns = [
  'Comment.id',
  'Comment.postId',
  'Comment.text',
  'Comment.entities',
  'Comment.parentId',
  'Comment.likeCount',
  'Comment.replyCount',
  'Comment.pinned',
  'Comment.createdAt',
  'Comment.editedAt',
  'Comment.deletedAt',
] as const

const commentsSeen = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Comment', 'Comment.id', 'pair.id')
    .innerJoin('Post', 'Post.id', 'Comment.postId')
    .innerJoin('User as author', 'author.id', 'Post.authorId')
    .innerJoin('User as writer', 'writer.id', 'Comment.authorId')
    .leftJoin('User as answered', 'answered.id', 'Comment.replyToId')
    .select([...columns, 'pair.ord', userJson('writer').as('writer')])
    .select(eb =>
      eb
        .case()
        .when(canSee(eb.ref('pair.viewerId'), 'answered'))
        .then(userJson('answered'))
        .end()
        .as('answered'),
    )
    .select(eb =>
      eb
        .exists(
          eb
            .selectFrom('CommentLike')
            .select('CommentLike.commentId')
            .whereRef('CommentLike.commentId', '=', 'Comment.id')
            .whereRef('CommentLike.userId', '=', 'pair.viewerId'),
        )
        .as('liked'),
    )
    .where(eb => canSeePost(eb.ref('pair.viewerId')))
    .where(eb => canSeeComment(eb.ref('pair.viewerId'))),
)

/** Comments, each as its viewer can see it; null where they cannot see the post, the writer or the thread. */
export async function viewComments(ctx: View, seen: readonly Seen[]): Promise<(Comment | null)[]> {
  if (seen.length === 0) return []
  const found = await commentsSeen(ctx.em, pairsOf(seen))
  return inOrder(seen.length, found, row => ({ ...viewComment(row, ctx), viewer: { liked: row.liked === true } }))
}

const commentsForAll = compiled({ ids: 'uuid[]' }, (db, { ids }) =>
  db
    .selectFrom('Comment')
    .innerJoin('Post', 'Post.id', 'Comment.postId')
    .innerJoin('User as author', 'author.id', 'Post.authorId')
    .innerJoin('User as writer', 'writer.id', 'Comment.authorId')
    .leftJoin('User as answered', 'answered.id', 'Comment.replyToId')
    .leftJoin('Comment as root', 'root.id', 'Comment.parentId')
    .leftJoin('User as beginner', 'beginner.id', 'root.authorId')
    .select([...columns, 'Post.authorId as ownerId', userJson('writer').as('writer')])
    .select(eb => eb.case().when('root.deletedAt', 'is', null).then(eb.ref('root.authorId')).end().as('beganBy'))
    .select(eb =>
      eb
        .case()
        .when('answered.status', '=', sql.lit('active' as const))
        .then(userJson('answered'))
        .end()
        .as('answered'),
    )
    .where('Comment.id', '=', anyOf(ids))
    .where('author.status', '=', 'active')
    .where(eb =>
      eb.or([
        eb.and([eb('Comment.deletedAt', 'is not', null), eb('Comment.replyCount', '>', sql.lit(0))]),
        eb.and([
          eb('Comment.deletedAt', 'is', null),
          eb('writer.status', '=', 'active'),
          eb('Comment.hidden', '=', sql.lit(false)),
          eb.or([
            eb('root.id', 'is', null),
            eb('root.deletedAt', 'is not', null),
            eb.and([eb('beginner.status', '=', 'active'), eb('root.hidden', '=', sql.lit(false))]),
          ]),
        ]),
      ]),
    ),
)

/**
 * Comments for an update that all watchers of a post share, but for hidden ones: without a viewer's part, and with the people
 * that a watcher must be able to see: the author of the post, and the writer who began the thread.
 */
export async function viewCommentsForAll(ctx: View, ids: readonly string[]) {
  const found = await commentsForAll(ctx.em, { ids })
  return new Map(
    found.map(({ ownerId, beganBy, ...row }) => [row.id, { comment: viewComment(row, ctx), ownerId, beganBy }]),
  )
}

type Found = Omit<Awaited<ReturnType<typeof commentsForAll>>[number], 'ownerId' | 'beganBy'>

/** The author of a deleted comment: who wrote it is not shown. */
const nobody: User = {
  id: '00000000-0000-0000-0000-000000000000',
  username: 'deleted',
  fullName: '',
  photo: null,
  isPrivate: false,
  isVerified: false,
}

const viewComment = (row: Found, ctx: View) => ({
  id: row.id,
  postId: row.postId,
  author: row.deletedAt === null ? viewUser(row.writer, ctx) : nobody,
  text: row.text,
  entities: row.entities ?? entitiesOf(row.text),
  parentId: row.parentId,
  replyTo: row.answered && viewUser(row.answered, ctx),
  counts: { likes: row.likeCount, replies: row.replyCount },
  pinned: row.pinned,
  createdAt: row.createdAt.toISOString(),
  editedAt: row.editedAt?.toISOString() ?? null,
  deletedAt: row.deletedAt?.toISOString() ?? null,
})
