import { isThere, seesMessage } from '#access/my-conversations'
import type { Message } from '#contract'
import { entitiesOf } from '#contract/text-entities'
import { iso, isoOrNull, rows, sql } from '#database/statement'
import { viewMedia as viewMediaRow } from './media.ts'
import { viewPosts } from './posts.ts'
import { type MediaRow, mediaColumns, pairs, type UserRow, userColumns } from './raw.ts'
import { viewUser } from './users.ts'
import { inOrder, type View } from './view.ts'

type Found = {
  ord: number
  viewerId: string
  id: string
  conversationId: string
  seq: number
  sender: UserRow
  kind: 'text' | 'image' | 'post'
  text: string
  media: MediaRow | null
  postId: string | null
  replyToSeq: number | null
  createdAt: string
  editedAt: string | null
  unsentAt: string | null
}

const viewer = sql`pair.viewer_id`

/** Messages, each as its viewer may see it; null where they are no member of the conversation, or apart from the sender. */
export async function viewMessages(
  ctx: View,
  wanted: readonly { viewerId: string; id: string }[],
): Promise<(Message | null)[]> {
  if (wanted.length === 0) return []
  const found = await rows<Found>(
    ctx.em,
    sql`select pair.ord, pair.viewer_id as "viewerId", message.id, message.conversation_id as "conversationId", seq,
      ${userColumns('sender')} as sender, message.kind, text, case when media.id is not null then ${mediaColumns} end as media,
      post_id as "postId", reply_to_seq as "replyToSeq", message.created_at as "createdAt",
      edited_at as "editedAt", unsent_at as "unsentAt"
    from ${pairs(wanted)} join message on message.id = pair.id
    join conversation on conversation.id = message.conversation_id
    join member on member.conversation_id = message.conversation_id and member.user_id = pair.viewer_id
    join users sender on sender.id = message.sender_id left join media on media.id = message.media_id
    where ${isThere(viewer)} and ${seesMessage(viewer)}`,
  )
  const shared = found.flatMap(({ viewerId, postId }) => (postId === null ? [] : [{ viewerId, id: postId }]))
  const posts = await viewPosts(ctx, shared)
  const postOf = new Map(shared.map(({ viewerId, id }, i) => [`${viewerId} ${id}`, posts[i] ?? null]))
  return inOrder(wanted.length, found, row => ({
    id: row.id,
    conversationId: row.conversationId,
    seq: row.seq,
    sender: viewUser(row.sender, ctx),
    kind: row.kind,
    text: row.text,
    entities: entitiesOf(row.text),
    media: row.media && viewMediaRow(row.media, true, ctx),
    post: postOf.get(`${row.viewerId} ${row.postId}`) ?? null,
    replyToSeq: row.replyToSeq,
    reactions: [],
    createdAt: iso(row.createdAt),
    editedAt: isoOrNull(row.editedAt),
    unsentAt: isoOrNull(row.unsentAt),
  }))
}
