import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db, literal, now, one } from '#database'
import { countsOf } from '#domain/posts/counts-of'

/**
 * Removes a comment. While there are replies to it, it stays as a placeholder without text and author; with the last reply
 * the placeholder goes as well. Locks the post, then comments; returns false if the comment is gone already.
 */
export async function removeComment(
  ctx: WriteContext,
  { id, postId }: { id: string; postId: string },
): Promise<boolean> {
  const { em } = ctx
  await db(em).selectFrom('Post').select('id').where('id', '=', postId).forNoKeyUpdate().execute()
  const locked = await lockWithThread(em, id)
  const comment = locked.find(row => row.id === id && row.deletedAt === null)
  if (!comment) return false
  const thread = locked.find(row => row.id === comment.parentId)
  const stays = comment.parentId === null && (await hasReplies(em, id))
  const gone = [id]
  if (stays) await leavePlaceholder(em, id)
  else await db(em).deleteFrom('Comment').where('id', '=', id).execute()
  if (thread?.deletedAt && !(await hasReplies(em, thread.id))) {
    await db(em).deleteFrom('Comment').where('id', '=', thread.id).execute()
    gone.push(thread.id)
  } else if (thread && comment.counted) {
    await moveReplyCount(em, thread.id)
  }
  const notifications = await db(em)
    .deleteFrom('Notification')
    .where('commentId', '=', anyOf(gone))
    .returning(['id', 'userId'])
    .execute()
  // The unread number of their owners has moved.
  for (const { id: notificationId, userId } of notifications)
    ctx.publish('notification.created', { users: [userId] }, { notificationId })
  const post = await db(em)
    .updateTable('Post')
    .set(eb => ({
      commentCount: eb('commentCount', '-', comment.counted ? 1 : 0),
      version: eb('version', '+', 1),
    }))
    .where('id', '=', postId)
    .returning(['likeCount', 'commentCount', 'shareCount', 'version'])
    .executeTakeFirstOrThrow()
  const counts = countsOf(post)
  const { version } = post
  ctx.changed(
    'post',
    postId,
    stays ? { version, counts, commentIds: gone } : { version, counts, removedCommentIds: gone },
  )
  return true
}

/** A comment and the one that began its thread. Which one that is never changes. */
const lockWithThread = (em: EntityManager, id: string) =>
  db(em)
    .selectFrom('Comment')
    .select(['id', 'parentId', 'counted', 'deletedAt'])
    .where(eb =>
      eb.or([
        eb('id', '=', id),
        eb('id', '=', eb.selectFrom('Comment as own').select('own.parentId').where('own.id', '=', id)),
      ]),
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()

/** Whether there is a reply, counted or not: that of a suspended user may return. */
async function hasReplies(em: EntityManager, id: string) {
  const reply = await db(em).selectFrom('Comment').select(one).where('parentId', '=', id).limit(literal(1)).execute()
  return reply.length > 0
}

async function leavePlaceholder(em: EntityManager, id: string) {
  await db(em).deleteFrom('CommentLike').where('commentId', '=', id).execute()
  await db(em).deleteFrom('CommentMention').where('commentId', '=', id).execute()
  await db(em)
    .updateTable('Comment')
    .set({
      text: '',
      entities: [],
      likeCount: 0,
      counted: false,
      pinned: false,
      hidden: false,
      editedAt: null,
      deletedAt: now,
    })
    .where('id', '=', id)
    .execute()
}

const moveReplyCount = (em: EntityManager, commentId: string) =>
  db(em)
    .updateTable('Comment')
    .set(eb => ({ replyCount: eb('replyCount', '-', 1) }))
    .where('id', '=', commentId)
    .execute()
