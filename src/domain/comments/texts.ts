import type { Entity } from '#contract'
import { namesOf } from '#contract/text-entities'
import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db } from '#database'
import type { Notice } from '#domain/notifications/notify'
import { type Moved, writeMentions } from './mentions.sql.ts'

/** A comment that was written, with the entities of its text and, where it was edited, of the text before. */
export type WrittenText = { commentId: string; entities: readonly Entity[]; former?: readonly Entity[] }

/**
 * Writes whom the texts of comments mention. Returns the notices of those who are mentioned for the first time; the caller
 * has locked the posts, writes the entities into the comments, and passes the notices to `notify`.
 */
export async function writeTexts(ctx: WriteContext, written: readonly WrittenText[]): Promise<Notice[]> {
  const touched = written.filter(({ entities, former = [] }) => [...entities, ...former].some(isMention))
  if (touched.length === 0) return []
  const moved = await writeMentions(
    ctx.em,
    touched.map(({ commentId }) => commentId),
    touched.flatMap(({ commentId, entities }) => namesOf(entities).map(username => ({ commentId, username }))),
  )
  await publishGone(
    ctx,
    moved.filter(({ notified }) => !notified),
  )
  return moved.flatMap(({ userId, postId, commentId, notified }): Notice[] =>
    notified ? [{ userId, kind: 'mention', groupKey: groupKeyOf(commentId), postId, commentId }] : [],
  )
}

const isMention = ({ kind }: Entity) => kind === 'mention'

const groupKeyOf = (commentId: string) => `mention:${commentId}`

/** The notifications of those who are no longer mentioned are published again: nothing of them can be seen any more. */
async function publishGone(ctx: WriteContext, gone: readonly Moved[]) {
  if (gone.length === 0) return
  const found = await db(ctx.em)
    .selectFrom('Notification')
    .select(['id', 'userId', 'groupKey'])
    .where('userId', '=', anyOf(gone.map(({ userId }) => userId)))
    .where('groupKey', 'in', [...new Set(gone.map(({ commentId }) => groupKeyOf(commentId)))])
    .execute()
  for (const { id, userId, groupKey } of found) {
    if (gone.some(one => one.userId === userId && groupKeyOf(one.commentId) === groupKey))
      ctx.publish('notification.created', { users: [userId] }, { notificationId: id })
  }
}
