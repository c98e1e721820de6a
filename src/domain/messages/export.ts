import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeeConversation, canSeeMessage } from '#access/conversations'
import { byKey, db, literal } from '#database'

/** The messages of a user's conversations: all that they wrote themselves, and those of others that they can see. */
export const exportMessages = (em: EntityManager, userId: string) => ({
  'messages.json': byKey(
    em,
    db(em)
      .selectFrom('Message')
      .innerJoin('Conversation', 'Conversation.id', 'Message.conversationId')
      .innerJoin('Member as me', 'me.conversationId', 'Conversation.id')
      .innerJoin('User as sender', 'sender.id', 'Message.senderId')
      .select(eb => [
        'Message.id as key',
        'Conversation.id as conversationId',
        'Message.seq',
        eb
          .case()
          .when('sender.status', '=', 'active')
          .then(eb.ref('sender.username'))
          .else(literal('deleted'))
          .end()
          .as('from'),
        'Message.kind',
        'Message.text',
        'Message.mediaId as photoId',
        'Message.postId',
        'Message.createdAt as sentAt',
        'Message.editedAt',
      ])
      .where('me.userId', '=', userId)
      .where('Message.unsentAt', 'is', null)
      .where(eb =>
        eb.or([eb('Message.senderId', '=', userId), eb.and([canSeeConversation(userId), canSeeMessage(userId)])]),
      ),
  ),
})
