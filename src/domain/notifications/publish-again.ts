import { dependsOn } from '#access/actors'
import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'

/** So many of the newest are told of. Older ones show as they are when they are loaded. */
const maxPublished = 100
/** Among so many of the newest they are looked for: both people are locked meanwhile. */
const maxScanned = 2000

/** Tells somebody of their notifications that look otherwise now that another person is hidden, or is so no longer. */
export async function publishNotificationsAgain(ctx: WriteContext, userId: string, otherId: string) {
  const touched = await rows<{ id: string }>(
    ctx.em,
    sql`select id from (
        select * from notification where user_id = ${userId} order by changed_at desc, id desc limit ${maxScanned}
      ) notification where ${dependsOn(sql`${otherId}::uuid`)} order by changed_at desc, id desc limit ${maxPublished}`,
  )
  for (const { id } of touched) ctx.publish('notification.created', { users: [userId] }, { notificationId: id })
}

/** Tells of the conversations that two people share. */
export async function publishConversationsAgain(ctx: WriteContext, users: readonly string[], a: string, b: string) {
  const shared = await rows<{ id: string }>(
    ctx.em,
    sql`select conversation.id from member mine
      join member theirs on theirs.conversation_id = mine.conversation_id and theirs.user_id = ${b}
      join conversation on conversation.id = mine.conversation_id
      where mine.user_id = ${a} and (head_seq > 0 or kind = 'group')
      order by last_message_at desc, conversation.id desc limit ${maxPublished}`,
  )
  for (const { id } of shared) ctx.publish('conversation.changed', { users }, { conversationId: id })
}
