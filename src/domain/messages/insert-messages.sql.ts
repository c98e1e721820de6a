import type { EntityManager } from '@mikro-orm/postgresql'
import { rows, sql } from '#database/statement'

/** A message to send; `ord` is its place in the batch. */
export type Send = {
  ord: number
  viewerId: string
  conversationId: string
  text: string
  mediaId: string | null
  postId: string | null
  replyToSeq: number | null
}

/**
 * Inserts messages with the next numbers of their conversations, in the order of `ord`; moves the heads of the
 * conversations and the senders' own marks.
 *
 * Plan: `conversation` by primary key for each message; `member` by primary key for each sender.
 * Locks: `checkSends` has locked the conversations in the order of their ids; nobody else takes numbers or moves marks.
 * Hot: one statement for a whole batch of `messages.send`; see `npm run bench`.
 */
export const insertMessages = (em: EntityManager, sends: readonly Send[]) =>
  rows<{ ord: number; messageId: string; conversationId: string; viewerId: string }>(
    em,
    sql`with numbered as materialized (
      select send.*, uuidv7() as id, head_seq + row_number() over (partition by "conversationId" order by ord) as seq
      from jsonb_to_recordset(${JSON.stringify(sends)}::jsonb) as send (ord int, "viewerId" uuid,
        "conversationId" uuid, text text, "mediaId" uuid, "postId" uuid, "replyToSeq" int)
      join conversation on conversation.id = send."conversationId"
    ), inserted as (
      insert into message (id, conversation_id, seq, sender_id, kind, text, media_id, post_id, reply_to_seq)
      select id, "conversationId", seq, "viewerId",
        case when "mediaId" is not null then 'image' when "postId" is not null then 'post' else 'text' end,
        text, "mediaId", "postId", "replyToSeq" from numbered
    ), moved as (
      update conversation set head_seq = newest.seq, last_message_at = now()
      from (select "conversationId" as id, max(seq) as seq from numbered group by 1) newest
      where conversation.id = newest.id
    ), seen as (
      update member set read_seq = newest.seq, delivered_seq = newest.seq
      from (select "conversationId" as id, "viewerId" as user_id, max(seq) as seq from numbered group by 1, 2) newest
      where member.conversation_id = newest.id and member.user_id = newest.user_id
    )
    select ord, id as "messageId", "conversationId", "viewerId" from numbered order by ord`,
  )
