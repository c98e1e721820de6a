import type { EntityManager } from '@mikro-orm/postgresql'
import { blockedPairs } from '#access/users'
import { anyOf, compiled, sql } from '#database'

type Sent = { conversationId: string; viewerId: string }

const membersOf = compiled({ conversationIds: 'uuid[]' }, (db, { conversationIds }) =>
  db
    .selectFrom('Member')
    .select(eb => ['Member.conversationId', sql<string[]>`json_agg(${eb.ref('Member.userId')})`.as('users')])
    .where('Member.conversationId', '=', anyOf(conversationIds))
    .groupBy('Member.conversationId'),
)

/**
 * Returns a function that finds who receives a message: the members of its conversation, but not those who block the sender
 * or whom the sender blocks. Direct conversations too: a block may commit while a send waits for its lock.
 */
export async function audienceOf(em: EntityManager, sent: readonly Sent[]) {
  const found = await membersOf(em, { conversationIds: [...new Set(sent.map(send => send.conversationId))] })
  const members = new Map(found.map(({ conversationId, users }) => [conversationId, users]))
  const senders = [...new Set(sent.map(send => send.viewerId))]
  const others = [...new Set(sent.flatMap(send => members.get(send.conversationId) ?? []))]
  const blocked = await blockedPairs(em, senders, others)
  const hidden = new Set(blocked.map(pair => `${pair.one} ${pair.other}`))
  return ({ conversationId, viewerId }: Sent) =>
    (members.get(conversationId) ?? []).filter(id => !hidden.has(`${viewerId} ${id}`))
}
