import type { EntityManager } from '@mikro-orm/postgresql'
import { isBlocked } from '#access/users'
import { byKey, db, sql } from '#database'

/** The conversations of a user, with the members whom they can see. */
export const exportConversations = (em: EntityManager, userId: string) => ({
  'conversations.json': byKey(
    em,
    db(em)
      .selectFrom('Conversation')
      .innerJoin('Member as me', 'me.conversationId', 'Conversation.id')
      .select([
        'Conversation.id as key',
        'Conversation.id',
        'Conversation.kind',
        'Conversation.title',
        'Conversation.createdAt',
      ])
      .select(eb =>
        eb
          .selectFrom('Member as other')
          .innerJoin('User', 'User.id', 'other.userId')
          .select(other =>
            sql<string[] | null>`json_agg(
              case when ${other.ref('User.status')} = 'active' then ${other.ref('User.username')} else 'deleted' end
              order by ${other.ref('other.joinedAt')}, ${other.ref('other.userId')})`.as('names'),
          )
          .whereRef('other.conversationId', '=', 'Conversation.id')
          .where(other => other.not(isBlocked(userId, other.ref('other.userId'))))
          .as('members'),
      )
      .where('me.userId', '=', userId),
  ),
})
