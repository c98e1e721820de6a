import type { EntityManager } from '@mikro-orm/postgresql'
import { blockedPairs } from '#access/users'
import { anyOf, compiled, sql } from '#database'

type Sent = { conversationId: string; viewerId: string }

const membersOf = compiled({ conversationIds: 'uuid[]' }, (db, { conversationIds }) =>
  db
    .selectFrom('Member')
    .innerJoin('Conversation', 'Conversation.id', 'Member.conversationId')
    .select(eb => [
      'Conversation.id',
      'Conversation.kind',
      sql<string[]>`json_agg(${eb.ref('Member.userId')})`.as('users'),
    ])
    .where('Conversation.id', '=', anyOf(conversationIds))
    .groupBy('Conversation.id'),
)

/**
 * Returns a function that finds who receives a message: the members of its conversation, but in a group not those who block
 * the sender or whom the sender blocks. Nobody can send to a direct conversation with such a block.
 */
export async function audienceOf(em: EntityManager, sent: readonly Sent[]) {
  const found = await membersOf(em, { conversationIds: [...new Set(sent.map(send => send.conversationId))] })
  const conversations = new Map(found.map(conversation => [conversation.id, conversation]))
  const inGroups = sent.filter(send => conversations.get(send.conversationId)?.kind === 'group')
  const senders = [...new Set(inGroups.map(send => send.viewerId))]
  const others = [...new Set(inGroups.flatMap(send => conversations.get(send.conversationId)?.users ?? []))]
  const blocked = inGroups.length > 0 ? await blockedPairs(em, senders, others) : []
  const hidden = new Set(blocked.map(pair => `${pair.one} ${pair.other}`))
  return ({ conversationId, viewerId }: Sent) =>
    (conversations.get(conversationId)?.users ?? []).filter(id => !hidden.has(`${viewerId} ${id}`))
}
