import { canSeeConversation, unreadAbove } from '#access/conversations'
import { isBlocked } from '#access/users'
import type { OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import type { ApiError } from '#core/pipeline/errors'
import { notFound } from '#core/pipeline/errors'
import { batched } from '#core/pipeline/handler'
import { anyOf, compiled, listOf, sql } from '#database'

type Reading = { conversationId: string; seq: number }
type Wanted = Reading & { ord: number; viewerId: string }

const conversationsLocked = compiled({ ids: 'uuid[]' }, (db, { ids }) =>
  db
    .selectFrom('Conversation')
    .select('Conversation.id')
    .where('Conversation.id', '=', anyOf(ids))
    .orderBy('Conversation.id')
    .forNoKeyUpdate(),
)

/** Moves the marks of members forward, never past the last message, and returns all marks that were asked for. */
const marksMoved = compiled({ wanted: 'jsonb' }, (db, { wanted }) =>
  db
    .with(
      cte => cte('mark').materialized(),
      query =>
        query
          .selectFrom(
            listOf<Wanted, 'wanted'>('wanted', wanted, {
              ord: 'int',
              viewerId: 'uuid',
              conversationId: 'uuid',
              seq: 'int',
            }),
          )
          .innerJoin('Conversation', 'Conversation.id', 'wanted.conversationId')
          .innerJoin('Member as me', join =>
            join.onRef('me.conversationId', '=', 'wanted.conversationId').onRef('me.userId', '=', 'wanted.viewerId'),
          )
          .select(eb => [
            'wanted.ord as ord',
            'wanted.viewerId as viewerId',
            'wanted.conversationId as conversationId',
            'me.readSeq as was',
            eb
              .fn<number>('greatest', ['me.readSeq', eb.fn<number>('least', ['wanted.seq', 'Conversation.headSeq'])])
              .as('seq'),
          ])
          .where(eb => canSeeConversation(eb.ref('wanted.viewerId'))),
    )
    .with('moved', query =>
      query
        .updateTable('Member')
        .from('mark')
        .set(eb => ({
          readSeq: eb.ref('mark.seq'),
          deliveredSeq: eb.fn<number>('greatest', ['Member.deliveredSeq', 'mark.seq']),
        }))
        .whereRef('Member.conversationId', '=', 'mark.conversationId')
        .whereRef('Member.userId', '=', 'mark.viewerId')
        .whereRef('mark.seq', '>', 'mark.was')
        .returning(['mark.ord as ord', 'Member.deliveredSeq as deliveredSeq']),
    )
    .selectFrom('mark')
    .leftJoin('moved', 'moved.ord', 'mark.ord')
    .select(eb => [
      'mark.ord',
      'mark.seq as readSeq',
      'moved.deliveredSeq as deliveredSeq',
      unreadAbove(eb.ref('mark.seq'), eb.ref('mark.conversationId'), eb.ref('mark.viewerId')).as('unread'),
      eb
        .selectFrom('Member')
        .select(member => sql<string[] | null>`json_agg(${member.ref('Member.userId')})`.as('ids'))
        .whereRef('Member.conversationId', '=', 'mark.conversationId')
        .whereRef('Member.userId', '<>', 'mark.viewerId')
        .where(member => eb.not(isBlocked(eb.ref('mark.viewerId'), member.ref('Member.userId'))))
        .as('others'),
    ]),
)

/** Read marks of any members and conversations. */
const readMarks = batch<Reading, OutputOf<'messages.read'>, OutputOf<'messages.read'>>({
  name: 'reads',
  about: ({ conversationId }) => conversationId,
  distinct: true,

  async run(items, ctx) {
    const wanted = items.map(({ input, viewer }, ord): Wanted => ({ ord, viewerId: viewer.id, ...input }))
    // Locked by a statement of their own: the next one must see the marks that others have moved meanwhile.
    await conversationsLocked(ctx.em, { ids: [...new Set(wanted.map(mark => mark.conversationId))] })
    const found = new Map((await marksMoved(ctx.em, { wanted })).map(mark => [mark.ord, mark]))
    return wanted.map(({ ord, viewerId, conversationId }): OutputOf<'messages.read'> | ApiError => {
      const mark = found.get(ord)
      if (!mark) return notFound('conversation')
      const { readSeq, deliveredSeq, unread, others } = mark
      if (deliveredSeq !== null) {
        const marks = { conversationId, userId: viewerId, readSeq, deliveredSeq }
        ctx.publish('conversation.marks', { users: [viewerId] }, marks)
        ctx.broadcast('conversation.marks', { users: others ?? [] }, marks)
      }
      return { readSeq, unread }
    })
  },

  view: async made => made.map(({ result }) => result),
})

export const readMessages = batched('messages.read', readMarks, ({ conversationId, seq }) => ({
  conversationId,
  seq: Math.min(seq, 2 ** 31 - 1),
}))
