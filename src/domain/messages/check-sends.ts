import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeeConversation } from '#access/conversations'
import { isProfilePhoto } from '#access/media'
import { canSeePost } from '#access/posts'
import { anyOf, compiled, listOf, sql } from '#database'
import type { Send } from './insert-messages.sql.ts'

const one = sql<number>`1`.as('one')

const sendsChecked = compiled({ conversationIds: 'uuid[]', sends: 'jsonb' }, (db, { conversationIds, sends }) =>
  db
    .with(
      cte => cte('locked').materialized(),
      query =>
        query
          .selectFrom('Conversation')
          .select(['Conversation.id', 'Conversation.kind', 'Conversation.headSeq'])
          .where('Conversation.id', '=', anyOf(conversationIds))
          .orderBy('Conversation.id')
          .forNoKeyUpdate(),
    )
    .selectFrom(
      listOf<Send, 'send'>('send', sends, {
        ord: 'int',
        viewerId: 'uuid',
        conversationId: 'uuid',
        text: 'text',
        mediaId: 'uuid',
        postId: 'uuid',
        replyToSeq: 'bigint',
      }),
    )
    .innerJoin('locked', 'locked.id', 'send.conversationId')
    .innerJoin('Member', join =>
      join.onRef('Member.conversationId', '=', 'send.conversationId').onRef('Member.userId', '=', 'send.viewerId'),
    )
    .select('send.ord')
    .select(eb => [
      eb
        .or([
          eb('send.mediaId', 'is', null),
          eb.exists(
            eb
              .selectFrom('Media')
              .select(one)
              .whereRef('Media.id', '=', 'send.mediaId')
              .whereRef('Media.ownerId', '=', 'send.viewerId')
              .where('Media.status', '=', 'ready')
              .where(eb.not(isProfilePhoto()))
              .forShare(),
          ),
        ])
        .as('photoFound'),
      eb
        .or([
          eb('send.postId', 'is', null),
          eb.exists(
            eb
              .selectFrom('Post')
              .innerJoin('User as author', 'author.id', 'Post.authorId')
              .select(one)
              .whereRef('Post.id', '=', 'send.postId')
              .where(canSeePost(eb.ref('send.viewerId'))),
          ),
        ])
        .as('postFound'),
      eb
        .or([eb('send.replyToSeq', 'is', null), eb('send.replyToSeq', '<=', eb.ref('locked.headSeq'))])
        .as('replyFound'),
    ])
    .where(eb => canSeeConversation(eb.ref('send.viewerId'), 'locked')),
)

export type Found = Awaited<ReturnType<typeof sendsChecked>>[number]

/**
 * Locks the conversations of some messages in the order of their ids, and checks what the messages refer to: the sender's
 * photo, a post that the sender can see, a message replied to. Returns what was found by `ord`, nothing for a message whose
 * conversation the sender cannot see. The photos are locked too: until the commit nothing else is made of them.
 */
export async function checkSends(em: EntityManager, sends: readonly Send[]): Promise<Map<number, Found>> {
  const conversationIds = [...new Set(sends.map(send => send.conversationId))]
  const found = await sendsChecked(em, { conversationIds, sends })
  return new Map(found.map(check => [check.ord, check]))
}
