import {
  type AliasableExpression,
  columnsOf,
  expression as eb,
  type Id,
  idOf,
  literal,
  one,
  type SqlBool,
} from '#database'
import { canSeeComment } from './comments.ts'
import { canSeePost } from './posts.ts'
import { isHidden } from './users.ts'

/** Of what very many users like, only this many of the newest actors are counted. */
const maxActors = 1000

/**
 * Who acted, and when, of a notification: read from the likes, follows, comments and mentions themselves, so that what was taken back
 * no longer counts.
 */
function actsOf(alias: string) {
  const notification = columnsOf('Notification', alias)
  const likes = eb
    .selectFrom('PostLike')
    .select(['PostLike.userId as actorId', 'PostLike.createdAt as at'])
    .where(notification('kind'), '=', literal('like'))
    .where('PostLike.postId', '=', idOf(notification('postId')))
    .where('PostLike.userId', '<>', notification('userId'))
    .where('PostLike.createdAt', '>=', notification('openedAt'))
  const commentLikes = eb
    .selectFrom('CommentLike')
    .select(['CommentLike.userId as actorId', 'CommentLike.createdAt as at'])
    .where(notification('kind'), '=', literal('comment_like'))
    .where('CommentLike.commentId', '=', idOf(notification('commentId')))
    .where('CommentLike.userId', '<>', notification('userId'))
    .where('CommentLike.createdAt', '>=', notification('openedAt'))
  const status = eb
    .case()
    .when(notification('kind'), '=', literal('follow'))
    .then(literal('following'))
    .else(literal('requested'))
    .end()
  const follows = eb
    .selectFrom('Follow')
    .select(['Follow.followerId as actorId', 'Follow.createdAt as at'])
    .where(notification('kind'), 'in', [literal('follow'), literal('follow_request')])
    .where('Follow.followeeId', '=', notification('userId'))
    .where('Follow.createdAt', '>=', notification('openedAt'))
    .where('Follow.status', '=', status)
  const accepted = eb
    .selectFrom('Follow')
    .select(['Follow.followeeId as actorId', 'Follow.createdAt as at'])
    .where(notification('kind'), '=', literal('follow_accepted'))
    .where('Follow.followerId', '=', notification('userId'))
    .where('Follow.followeeId', '=', idOf(notification('aboutId')))
    .where('Follow.status', '=', literal('following'))
  const comments = eb
    .selectFrom('Comment')
    .select(['Comment.authorId as actorId', 'Comment.createdAt as at'])
    .where(notification('kind'), 'in', [literal('comment'), literal('reply')])
    .where('Comment.id', '=', idOf(notification('commentId')))
  const tags = eb
    .selectFrom('TaggedUser')
    .innerJoin('Post', 'Post.id', 'TaggedUser.postId')
    .select(['Post.authorId as actorId', 'TaggedUser.createdAt as at'])
    .where(notification('kind'), '=', literal('tag'))
    .where('TaggedUser.postId', '=', idOf(notification('postId')))
    .where('TaggedUser.userId', '=', notification('userId'))
    .where('TaggedUser.present', '=', literal(true))
  const captions = eb
    .selectFrom('PostMention')
    .innerJoin('Post', 'Post.id', 'PostMention.postId')
    .select(['Post.authorId as actorId', 'PostMention.createdAt as at'])
    .where(notification('kind'), '=', literal('mention'))
    .where(notification('commentId'), 'is', null)
    .where('PostMention.postId', '=', idOf(notification('postId')))
    .where('PostMention.userId', '=', notification('userId'))
    .where('PostMention.present', '=', literal(true))
  const texts = eb
    .selectFrom('CommentMention')
    .innerJoin('Comment', 'Comment.id', 'CommentMention.commentId')
    .select(['Comment.authorId as actorId', 'CommentMention.createdAt as at'])
    .where(notification('kind'), '=', literal('mention'))
    .where('CommentMention.commentId', '=', idOf(notification('commentId')))
    .where('CommentMention.userId', '=', notification('userId'))
    .where('CommentMention.present', '=', literal(true))
  return {
    likes,
    commentLikes,
    follows,
    single: accepted.unionAll(comments).unionAll(tags).unionAll(captions).unionAll(texts),
  }
}
type Acts = ReturnType<typeof actsOf>[keyof ReturnType<typeof actsOf>]

function allActsOf(alias: string) {
  const { likes, commentLikes, follows, single } = actsOf(alias)
  return likes.unionAll(commentLikes).unionAll(follows).unionAll(single)
}

/** Those acts that the owner of the notification hears of: of active users who are not hidden from them. */
const heardOf = (acts: Acts, alias: string) =>
  eb
    .selectFrom(acts.as('act'))
    .innerJoin('User as actor', 'actor.id', 'act.actorId')
    .select(['act.actorId as actorId', 'act.at as at'])
    .where('actor.status', '=', literal('active'))
    .where(act => act.not(isHidden(columnsOf('Notification', alias)('userId'), act.ref('act.actorId'))))

/** The acts that the owner of a notification hears of, as a table `(actorId, at)`: the newest of them. */
export function heardActs(alias = 'Notification') {
  const { likes, commentLikes, follows, single } = actsOf(alias)
  const newest = (acts: Acts) => heardOf(acts, alias).orderBy('at', 'desc').limit(literal(maxActors))
  return heardOf(single, alias).unionAll(union =>
    [likes, commentLikes, follows].map(acts => union.parens(newest(acts))),
  )
}

/** Whether a notification depends on a user: they acted, heard of or not, or its post or thread is theirs. */
export function dependsOn(user: Id, alias = 'Notification'): AliasableExpression<SqlBool> {
  const notification = columnsOf('Notification', alias)
  return eb.or([
    eb.exists(eb.selectFrom(allActsOf(alias).as('act')).select(one).where('act.actorId', '=', idOf(user))),
    eb.exists(
      eb
        .selectFrom('Post')
        .select(one)
        .where('Post.id', '=', idOf(notification('postId')))
        .where('Post.authorId', '=', idOf(user)),
    ),
    eb.exists(
      eb
        .selectFrom('Comment')
        .innerJoin('Comment as root', 'root.id', 'Comment.parentId')
        .select(one)
        .where('Comment.id', '=', idOf(notification('commentId')))
        .where('root.authorId', '=', idOf(user)),
    ),
  ])
}

/** Whether the owner of a notification can see the post and the comment that it is about. */
export function canSeeSubject(alias = 'Notification'): AliasableExpression<SqlBool> {
  const notification = columnsOf('Notification', alias)
  const post = eb
    .selectFrom('Post')
    .innerJoin('User as author', 'author.id', 'Post.authorId')
    .select(one)
    .where('Post.id', '=', idOf(notification('postId')))
    .where(canSeePost(notification('userId')))
  const comment = eb
    .selectFrom('Comment')
    .select(one)
    .where('Comment.id', '=', idOf(notification('commentId')))
    .where(canSeeComment(notification('userId')))
  return eb.and([
    eb.or([eb(notification('postId'), 'is', null), eb.exists(post)]),
    eb.or([eb(notification('commentId'), 'is', null), eb.exists(comment)]),
  ])
}

/** Whether a notification is of nobody's doing: a scheduled post was due. */
export const hasNoActors = (alias = 'Notification'): AliasableExpression<SqlBool> =>
  eb(columnsOf('Notification', alias)('kind'), '=', literal('post_ready'))

/** Whether its owner can see a notification: a security event, or a subject they can see with an act they hear of. */
export const canSeeNotification = (alias = 'Notification'): AliasableExpression<SqlBool> =>
  eb.or([
    eb(columnsOf('Notification', alias)('kind'), '=', literal('security')),
    eb.and([canSeeSubject(alias), eb.or([hasNoActors(alias), eb.exists(heardOf(allActsOf(alias), alias))])]),
  ])
