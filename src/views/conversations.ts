import { canSeeConversation, canSeeMessage, unreadAbove } from '#access/conversations'
import { isBlocked } from '#access/users'
import type { Conversation } from '#contract'
import { compiled, jsonBuildObject, literal, sql } from '#database'
import { viewMessages } from './messages.ts'
import { type UserJson, userJson, viewUser } from './users.ts'
import { inOrder, pairs, pairsOf, pairTypes, type Seen, type View, viewEach } from './view.ts'

type MemberJson = { user: UserJson } & Pick<Conversation['members'][number], 'role' | 'readSeq' | 'deliveredSeq'>

const conversationsSeen = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Conversation', 'Conversation.id', 'pair.id')
    .innerJoin('Member as me', join =>
      join.onRef('me.conversationId', '=', 'Conversation.id').onRef('me.userId', '=', 'pair.viewerId'),
    )
    .leftJoinLateral(
      eb =>
        eb
          .selectFrom('Message')
          .select('Message.id')
          .whereRef('Message.conversationId', '=', 'Conversation.id')
          .where(canSeeMessage(eb.ref('pair.viewerId')))
          .orderBy('Message.seq', 'desc')
          .limit(literal(1))
          .as('last'),
      join => join.onTrue(),
    )
    .select([
      'pair.ord',
      'pair.viewerId',
      'Conversation.id',
      'Conversation.kind',
      'Conversation.title',
      'Conversation.headSeq',
      'Conversation.createdAt',
      'last.id as lastMessageId',
    ])
    .select(eb => [
      unreadAbove(eb.ref('me.readSeq'), eb.ref('Conversation.id'), eb.ref('pair.viewerId')).as('unread'),
      eb
        .selectFrom('Member')
        .innerJoin('User', 'User.id', 'Member.userId')
        .select(member => {
          const json = jsonBuildObject({
            user: userJson(),
            role: member.ref('Member.role'),
            readSeq: member.ref('Member.readSeq'),
            deliveredSeq: member.ref('Member.deliveredSeq'),
          })
          const order = sql`${member.ref('Member.joinedAt')}, ${member.ref('Member.userId')}`
          return sql<MemberJson[]>`json_agg(${json} order by ${order})`.as('members')
        })
        .whereRef('Member.conversationId', '=', 'Conversation.id')
        .where(member => eb.not(isBlocked(eb.ref('pair.viewerId'), member.ref('Member.userId'))))
        .as('members'),
    ])
    .where(eb => canSeeConversation(eb.ref('pair.viewerId'))),
)

/** Conversations, each as a member sees it, without members who block them or whom they block; null for other viewers. */
export async function viewConversations(ctx: View, seen: readonly Seen[]): Promise<(Conversation | null)[]> {
  if (seen.length === 0) return []
  const found = await conversationsSeen(ctx.em, pairsOf(seen))
  const lastMessages = await viewEach(
    found,
    row => row.lastMessageId,
    list => viewMessages(ctx, list),
  )
  return inOrder(seen.length, found, row => ({
    id: row.id,
    kind: row.kind,
    title: row.title,
    photo: null,
    members: (row.members ?? []).map(member => ({ ...member, user: viewUser(member.user, ctx) })),
    lastMessage: lastMessages(row),
    headSeq: row.headSeq,
    unread: row.unread,
    status: 'active',
    createdAt: row.createdAt.toISOString(),
  }))
}
