import type { RawBuilder } from 'kysely'
import { sql } from '#database/statement'
import { apart } from './apart.ts'

type Id = RawBuilder<unknown>

/** Whether a row of `conversation` is there for a member: the direct one with somebody who is apart is not. */
export const isThere = (viewer: Id) => sql<boolean>`(conversation.kind <> 'direct' or not exists (
  select 1 from member other where other.conversation_id = conversation.id and other.user_id <> ${viewer}
    and ${apart(viewer, sql`other.user_id`)}
))`

/** A conversation as far as one of its members may see it, as `conversation` and `me`. */
export const myConversation = (viewerId: string, conversationId: string) => sql`conversation
  join member me on me.conversation_id = conversation.id and me.user_id = ${viewerId}::uuid
  where conversation.id = ${conversationId}::uuid and ${isThere(sql`${viewerId}::uuid`)}`

/** Whether a member of its conversation may see a row of `message`: in a group not what those write who are apart. */
export const seesMessage = (viewer: Id) => sql<boolean>`(not ${apart(viewer, sql`message.sender_id`)})`

/** So many unread messages of a conversation are counted: those of somebody who stays away are not all looked through. */
const maxCounted = 10_000

/** How many messages of others stand above a member's mark in a conversation, and are there for them. */
export const unreadAbove = (mark: Id, conversation: Id, viewer: Id) => sql<number>`(select count(*)::int from (
  select 1 from message where message.conversation_id = ${conversation} and message.seq > ${mark}
    and sender_id <> ${viewer} and ${seesMessage(viewer)} limit ${sql.lit(maxCounted)}
) counted)`

/** A message as far as one viewer may see it, with its conversation and their place in it (`me`). */
export const visibleMessage = (viewerId: string, messageId: string) => sql`message
  join conversation on conversation.id = message.conversation_id
  join member me on me.conversation_id = conversation.id and me.user_id = ${viewerId}::uuid
  where message.id = ${messageId}::uuid and ${isThere(sql`${viewerId}::uuid`)} and ${seesMessage(sql`${viewerId}::uuid`)}`
