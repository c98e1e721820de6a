import { isListed } from '#access/conversations'
import { dependsOn } from '#access/notifications'
import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'

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
