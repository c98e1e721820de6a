import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db } from '#database'
import { countReposts } from '#domain/posts/count-shares'
import type { Tie } from './follows.sql.ts'
import { lockUsers } from './lock-users.ts'
import { moveComments, moveReplies, settleLikes, settleTies, type Written } from './settle-counts.sql.ts'

/** Rows of each kind in one transaction: others who like one of these posts meanwhile wait no longer than for these. */
const maxRows = 2000

/**
 * Takes what an account likes, writes, reposts and follows, and that it is followed, out of the counts of others, or puts it back:
 * as the account is, active or not. Each row says whether it is counted, so this can stop and continue anywhere. Returns
 * whether there may be more. It locks accounts in the order of their ids: call it before anything else that writes to them.
 */
export async function settleCounts(ctx: WriteContext, userId: string): Promise<boolean> {
  const account = await db(ctx.em).selectFrom('User').select('status').where('id', '=', userId).executeTakeFirst()
  if (!account) return false
  const isActive = account.status === 'active'
  const ties = await findTies(ctx.em, userId, isActive)
  const ids = new Set([userId, ...ties.flatMap(tie => [tie.followerId, tie.followeeId])])
  const locked = await lockUsers(ctx.em, [...ids])
  // Suspended, restored, deleted or undeleted since: start again.
  const own = locked.find(one => one.id === userId)
  if (!own || (own.status === 'active') !== isActive) return true
  const likes = await findLikes(ctx.em, userId, isActive)
  const comments = await findComments(ctx.em, userId, isActive)
  const commentLikes = await findCommentLikes(ctx.em, userId, isActive)
  const reposts = await findReposts(ctx.em, userId, isActive)
  const originals = reposts.map(({ sharedPostId }) => ({ postId: sharedPostId ?? '' }))
  const postIds = await lockPosts(ctx.em, [...likes, ...comments, ...reposts, ...originals])
  await lockComments(ctx.em, comments, commentLikes)
  await carryOutTies(ctx, userId, isActive, ties)
  await carryOutLikes(ctx, userId, isActive, postIds)
  await carryOutComments(ctx, isActive, comments)
  await carryOutCommentLikes(ctx.em, userId, isActive, commentLikes)
  await countReposts(
    ctx,
    reposts.map(({ postId }) => postId),
    isActive,
  )
  return [ties, likes, comments, commentLikes, reposts].some(found => found.length >= maxRows)
}

const findLikes = (em: EntityManager, userId: string, isActive: boolean) =>
  db(em)
    .selectFrom('PostLike')
    .select('postId')
    .where('userId', '=', userId)
    .where('counted', '<>', isActive)
    .limit(maxRows)
    .execute()

const findReposts = (em: EntityManager, userId: string, isActive: boolean) =>
  db(em)
    .selectFrom('Post')
    .select(['id as postId', 'sharedPostId'])
    .where('authorId', '=', userId)
    .where('sharedPostId', 'is not', null)
    .where('repostCounted', '<>', isActive)
    .$if(isActive, reposts => reposts.where('status', '=', 'published'))
    .limit(maxRows)
    .execute()

const findComments = (em: EntityManager, userId: string, isActive: boolean) =>
  db(em)
    .selectFrom('Comment')
    .select(['id', 'postId', 'parentId'])
    .where('authorId', '=', userId)
    .where('counted', '<>', isActive)
    .where('deletedAt', 'is', null)
    .limit(maxRows)
    .execute()

async function findCommentLikes(em: EntityManager, userId: string, isActive: boolean): Promise<string[]> {
  const likes = await db(em)
    .selectFrom('CommentLike')
    .select('commentId')
    .where('userId', '=', userId)
    .where('counted', '<>', isActive)
    .limit(maxRows)
    .execute()
  return likes.map(like => like.commentId)
}

async function findTies(em: EntityManager, userId: string, isActive: boolean): Promise<Tie[]> {
  const ties = db(em).selectFrom('Follow').select(['followerId', 'followeeId']).limit(maxRows)
  const following = await ties.where('followerId', '=', userId).where('followerCounted', '<>', isActive).execute()
  const followers = await ties.where('followeeId', '=', userId).where('followeeCounted', '<>', isActive).execute()
  return [...following, ...followers]
}

async function lockPosts(em: EntityManager, about: readonly { postId: string }[]) {
  const locked = await db(em)
    .selectFrom('Post')
    .select('id')
    .where('id', '=', anyOf([...new Set(about.map(one => one.postId))]))
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return locked.map(post => post.id)
}

async function carryOutTies(ctx: WriteContext, userId: string, isActive: boolean, ties: readonly Tie[]) {
  if (ties.length === 0) return
  for (const { id } of await settleTies(ctx.em, userId, isActive, ties)) ctx.changed('profile', id, { counts: true })
}

async function carryOutLikes(ctx: WriteContext, userId: string, isActive: boolean, postIds: readonly string[]) {
  if (postIds.length === 0) return
  const posts = await settleLikes(ctx.em, userId, isActive, postIds)
  for (const { id, version, ...counts } of posts) ctx.changed('post', id, { version, counts })
}

async function carryOutComments(ctx: WriteContext, isActive: boolean, written: readonly Written[]) {
  if (written.length === 0) return
  const { em } = ctx
  const settled = await db(em)
    .updateTable('Comment')
    .set({ counted: isActive })
    .where('id', '=', anyOf(written.map(comment => comment.id)))
    .where('counted', '<>', isActive)
    .returning(['id', 'postId', 'parentId'])
    .execute()
  await moveReplies(em, isActive, settled)
  const byPost = Map.groupBy(settled, comment => comment.postId)
  for (const { id, version, ...counts } of await moveComments(em, isActive, settled)) {
    const removedCommentIds = isActive ? [] : (byPost.get(id) ?? []).map(comment => comment.id)
    ctx.changed('post', id, { version, counts, removedCommentIds })
  }
}

async function carryOutCommentLikes(
  em: EntityManager,
  userId: string,
  isActive: boolean,
  commentIds: readonly string[],
) {
  if (commentIds.length === 0) return
  const settled = await db(em)
    .updateTable('CommentLike')
    .set({ counted: isActive })
    .where('userId', '=', userId)
    .where('commentId', '=', anyOf(commentIds))
    .where('counted', '<>', isActive)
    .returning('commentId')
    .execute()
  await db(em)
    .updateTable('Comment')
    .set(eb => ({ likeCount: eb('likeCount', '+', isActive ? 1 : -1) }))
    .where('id', '=', anyOf(settled.map(like => like.commentId)))
    .execute()
}

/** Comments, their threads, and comments that are liked: all at once, for the order of their ids. */
const lockComments = (em: EntityManager, written: readonly Written[], likedIds: readonly string[]) =>
  db(em)
    .selectFrom('Comment')
    .select('id')
    .where(
      'id',
      '=',
      anyOf([...likedIds, ...written.flatMap(({ id, parentId }) => (parentId === null ? [id] : [id, parentId]))]),
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
