import type { EntityManager } from '@mikro-orm/postgresql'
import {
  type AliasableExpression,
  columnsOf,
  db,
  type Expression,
  expression as eb,
  type Id,
  idOf,
  literal,
  one,
  type SqlBool,
  sql,
} from '#database'
import { isBlocked } from './users.ts'

/** Whether a conversation is there for one of its members: a direct one is not while one of the two blocks the other. */
export function canSeeConversation(viewer: Id, alias = 'Conversation'): AliasableExpression<SqlBool> {
  const conversation = columnsOf('Conversation', alias)
  return eb.or([
    eb(conversation('kind'), '<>', literal('direct')),
    eb.not(
      eb.exists(
        eb
          .selectFrom('Member as other')
          .select(one)
          .where('other.conversationId', '=', conversation('id'))
          .where('other.userId', '<>', idOf(viewer))
          .where(isBlocked(viewer, sql.ref('other.userId'))),
      ),
    ),
  ])
}

/** Whether a conversation is listed: a direct one from its first message on. */
export function isListed(alias = 'Conversation'): AliasableExpression<SqlBool> {
  const conversation = columnsOf('Conversation', alias)
  return eb.or([eb(conversation('headSeq'), '>', literal(0)), eb(conversation('kind'), '=', literal('group'))])
}

/** Whether a member can see a message of their conversation: in a group, not where one of the two blocks the other. */
export const canSeeMessage = (viewer: Id, alias = 'Message'): AliasableExpression<SqlBool> =>
  eb.not(isBlocked(viewer, columnsOf('Message', alias)('senderId')))

/** Unread messages are counted up to here: a long absence must not scan a whole conversation. */
const maxCounted = 10_000

/** How many visible messages of others stand above a member's mark in a conversation. */
export const unreadAbove = (mark: Expression<number>, conversation: Id, viewer: Id): AliasableExpression<number> =>
  eb
    .selectFrom(
      eb
        .selectFrom('Message')
        .select(one)
        .where('Message.conversationId', '=', idOf(conversation))
        .where('Message.seq', '>', mark)
        .where('Message.senderId', '<>', idOf(viewer))
        .where(canSeeMessage(viewer))
        .limit(literal(maxCounted))
        .as('counted'),
    )
    .select(counted => counted.fn.countAll<number>().as('unread'))
    .$asScalar()

/** The conversations of a member that they can see, with their own place in each as `me`. */
export const visibleConversations = (em: EntityManager, viewerId: string) =>
  db(em)
    .selectFrom('Conversation')
    .innerJoin('Member as me', join =>
      join.onRef('me.conversationId', '=', 'Conversation.id').on('me.userId', '=', viewerId),
    )
    .where(canSeeConversation(viewerId))
