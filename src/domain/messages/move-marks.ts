import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeeConversation, unreadAbove } from '#access/conversations'
import { isBlocked } from '#access/users'
import { anyOf, compiled, listOf, sql } from '#database'

/** How far a viewer has read a conversation; `ord` is its place in the batch. */
export type Mark = { ord: number; viewerId: string; conversationId: string; seq: number }
type Wanted = { ord: number; viewer: string; conversation: string; seq: number }

const conversationsLocked = compiled({ ids: 'uuid[]' }, (db, { ids }) =>
  db
    .selectFrom('Conversation')
    .select('Conversation.id')
    .where('Conversation.id', '=', anyOf(ids))
    .orderBy('Conversation.id')
    .forNoKeyUpdate(),
)

const marksMoved = compiled({ wanted: 'jsonb' }, (db, { wanted }) =>
  db
    .with(
      cte => cte('mark').materialized(),
      query =>
        query
          .selectFrom(
            listOf<Wanted, 'wanted'>('wanted', wanted, {
              ord: 'int',
              viewer: 'uuid',
              conversation: 'uuid',
              seq: 'int',
            }),
          )
          .innerJoin('Conversation', 'Conversation.id', 'wanted.conversation')
          .innerJoin('Member as me', join =>
            join.onRef('me.conversationId', '=', 'wanted.conversation').onRef('me.userId', '=', 'wanted.viewer'),
          )
          .select(eb => [
            'wanted.ord as ord',
            'wanted.viewer as viewer',
            'wanted.conversation as conversation',
            'me.readSeq as was',
            eb
              .fn<number>('greatest', ['me.readSeq', eb.fn<number>('least', ['wanted.seq', 'Conversation.headSeq'])])
              .as('seq'),
          ])
          .where(eb => canSeeConversation(eb.ref('wanted.viewer'))),
    )
    .with('moved', query =>
      query
        .updateTable('Member')
        .from('mark')
        .set(eb => ({
          readSeq: eb.ref('mark.seq'),
          deliveredSeq: eb.fn<number>('greatest', ['Member.deliveredSeq', 'mark.seq']),
        }))
        .whereRef('Member.conversationId', '=', 'mark.conversation')
        .whereRef('Member.userId', '=', 'mark.viewer')
        .whereRef('mark.seq', '>', 'mark.was')
        .returning(['mark.ord as ord', 'Member.deliveredSeq as deliveredSeq']),
    )
    .selectFrom('mark')
    .leftJoin('moved', 'moved.ord', 'mark.ord')
    .select(eb => [
      'mark.ord',
      'mark.seq as readSeq',
      'moved.deliveredSeq as deliveredSeq',
      unreadAbove(eb.ref('mark.seq'), eb.ref('mark.conversation'), eb.ref('mark.viewer')).as('unread'),
      eb
        .selectFrom('Member')
        .select(member => sql<string[] | null>`json_agg(${member.ref('Member.userId')})`.as('ids'))
        .whereRef('Member.conversationId', '=', 'mark.conversation')
        .whereRef('Member.userId', '<>', 'mark.viewer')
        .where(member => eb.not(isBlocked(eb.ref('mark.viewer'), member.ref('Member.userId'))))
        .as('others'),
    ]),
)

export type Moved = Awaited<ReturnType<typeof marksMoved>>[number]

/**
 * Moves the read marks of members forward, never past the last message. Returns where the marks are now by `ord`, nothing
 * for a conversation that the viewer cannot see; `deliveredSeq` is null where a mark did not move.
 */
export async function moveMarks(em: EntityManager, marks: readonly Mark[]): Promise<Map<number, Moved>> {
  // Locked by a statement of their own: the next one must see the marks that others have moved meanwhile.
  await conversationsLocked(em, { ids: [...new Set(marks.map(mark => mark.conversationId))] })
  const wanted = marks.map(
    ({ ord, viewerId, conversationId, seq }): Wanted => ({ ord, viewer: viewerId, conversation: conversationId, seq }),
  )
  const found = await marksMoved(em, { wanted })
  return new Map(found.map(moved => [moved.ord, moved]))
}
