import { isListed } from '#access/conversations'
import { dependsOn } from '#access/notifications'
import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db } from '#database'

/** Only the newest are published again. Older ones look right when they are loaded. */
const maxPublished = 100
/** Only the newest notifications are searched: both users are locked meanwhile. */
const maxScanned = 2000

/** Publishes to a user again those notifications that look different after another user was hidden or shown again. */
export async function publishNotificationsAgain(ctx: WriteContext, userId: string, otherId: string) {
  const touched = await db(ctx.em)
    .selectFrom(eb =>
      eb
        .selectFrom('Notification')
        .selectAll()
        .where('Notification.userId', '=', userId)
        .orderBy('Notification.changedAt', 'desc')
        .orderBy('Notification.id', 'desc')
        .limit(maxScanned)
        .as('recent'),
    )
    .select('recent.id')
    .where(dependsOn(otherId, 'recent'))
    .orderBy('recent.changedAt', 'desc')
    .orderBy('recent.id', 'desc')
    .limit(maxPublished)
    .execute()
  for (const { id } of touched) ctx.publish('notification.created', { users: [userId] }, { notificationId: id })
}

/** Publishes to some users again their notification of a group: what it is about is not seen any more. */
export async function publishGroupAgain(ctx: WriteContext, groupKey: string, userIds: readonly string[]) {
  if (userIds.length === 0) return
  const found = await db(ctx.em)
    .selectFrom('Notification')
    .select(['id', 'userId'])
    .where('userId', '=', anyOf(userIds))
    .where('groupKey', '=', groupKey)
    .execute()
  publishEach(ctx, found)
}

/** Publishes the notifications about a comment again: it is hidden from their owners, or shown again. */
export async function publishNotificationsOfComment(ctx: WriteContext, commentId: string) {
  const found = await db(ctx.em)
    .selectFrom('Notification')
    .select(['id', 'userId'])
    .where('commentId', '=', commentId)
    .execute()
  publishEach(ctx, found)
}

/** Of one post, the newest of each user, and of so many users. */
const maxOfEach = 20
const maxOfPost = 1000

/**
 * Publishes the notifications about a post to their owners again, to all, to one or to all but one: they are not seen any
 * more, or again, and the unread number has moved.
 */
export async function publishNotificationsOf(
  ctx: WriteContext,
  postId: string,
  { only, except }: { only?: string; except?: string } = {},
) {
  const touched = await db(ctx.em)
    .selectFrom(eb =>
      eb
        .selectFrom('Notification')
        .select(['Notification.id', 'Notification.userId as owner'])
        .select(found =>
          found.fn
            .agg<number>('row_number')
            .over(over => over.partitionBy('Notification.userId').orderBy('Notification.changedAt', 'desc'))
            .as('place'),
        )
        .where('Notification.postId', '=', postId)
        .$if(only !== undefined, found => found.where('Notification.userId', '=', only ?? null))
        .$if(except !== undefined, found => found.where('Notification.userId', '<>', except ?? null))
        .as('about'),
    )
    .select(['about.id', 'about.owner'])
    .where('about.place', '<=', maxOfEach)
    .orderBy('about.place')
    .orderBy('about.id')
    .limit(maxOfPost)
    .execute()
  for (const { id, owner } of touched) ctx.publish('notification.created', { users: [owner] }, { notificationId: id })
}

/** Publishes the conversations that two users share to one of them or both. */
export async function publishConversationsAgain(ctx: WriteContext, users: readonly string[], a: string, b: string) {
  const shared = await db(ctx.em)
    .selectFrom('Member as mine')
    .innerJoin('Member as theirs', join =>
      join.onRef('theirs.conversationId', '=', 'mine.conversationId').on('theirs.userId', '=', b),
    )
    .innerJoin('Conversation', 'Conversation.id', 'mine.conversationId')
    .select('Conversation.id')
    .where('mine.userId', '=', a)
    .where(isListed())
    .orderBy('Conversation.lastMessageAt', 'desc')
    .orderBy('Conversation.id', 'desc')
    .limit(maxPublished)
    .execute()
  for (const { id } of shared) ctx.publish('conversation.changed', { users }, { conversationId: id })
}

function publishEach(ctx: WriteContext, notifications: readonly { id: string; userId: string }[]) {
  for (const { id, userId } of notifications)
    ctx.publish('notification.created', { users: [userId] }, { notificationId: id })
}
