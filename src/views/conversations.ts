import { apart } from '#access/apart'
import { isThere, seesMessage, unreadAbove } from '#access/my-conversations'
import type { Conversation } from '#contract'
import { iso, rows, sql } from '#database/statement'
import { viewMessages } from './messages.ts'
import { pairs, type UserRow, userColumns } from './raw.ts'
import { viewUser } from './users.ts'
import { inOrder, type View } from './view.ts'

type Found = {
  ord: number
  viewerId: string
  id: string
  kind: 'direct' | 'group'
  title: string
  headSeq: number
  unread: number
  createdAt: string
  lastMessageId: string | null
  members: { user: UserRow; role: 'member' | 'admin'; readSeq: number; deliveredSeq: number }[]
}

const viewer = sql`pair.viewer_id`

/** Conversations, each as one of its members sees it, without those who are apart; null for anybody else. */
export async function viewConversations(
  ctx: View,
  wanted: readonly { viewerId: string; id: string }[],
): Promise<(Conversation | null)[]> {
  if (wanted.length === 0) return []
  const found = await rows<Found>(
    ctx.em,
    sql`select pair.ord, pair.viewer_id as "viewerId", conversation.id, conversation.kind, title, head_seq as "headSeq",
      conversation.created_at as "createdAt", last.id as "lastMessageId",
      ${unreadAbove(sql`me.read_seq`, sql`conversation.id`, viewer)} as unread,
      (select json_agg(json_build_object('user', ${userColumns('users')}, 'role', member.role,
          'readSeq', member.read_seq, 'deliveredSeq', member.delivered_seq) order by member.joined_at, member.user_id)
        from member join users on users.id = member.user_id where member.conversation_id = conversation.id
        and not ${apart(viewer, sql`member.user_id`)}) as members
    from ${pairs(wanted)} join conversation on conversation.id = pair.id
    join member me on me.conversation_id = conversation.id and me.user_id = pair.viewer_id
    left join lateral (select id from message where message.conversation_id = conversation.id and ${seesMessage(viewer)}
      order by seq desc limit 1) last on true
    where ${isThere(viewer)}`,
  )
  const lastOf = found.flatMap(({ viewerId, lastMessageId: id }) => (id === null ? [] : [{ viewerId, id }]))
  const messages = await viewMessages(ctx, lastOf)
  const byKey = new Map(lastOf.map(({ viewerId, id }, i) => [`${viewerId} ${id}`, messages[i] ?? null]))
  return inOrder(wanted.length, found, row => ({
    id: row.id,
    kind: row.kind,
    title: row.title,
    photo: null,
    members: row.members.map(member => ({ ...member, user: viewUser(member.user, ctx) })),
    lastMessage: byKey.get(`${row.viewerId} ${row.lastMessageId}`) ?? null,
    headSeq: row.headSeq,
    unread: row.unread,
    status: 'active',
    createdAt: iso(row.createdAt),
  }))
}
