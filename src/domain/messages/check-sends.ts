import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeeConversation } from '#access/conversations'
import { isProfilePhoto } from '#access/media'
import { canSeePost } from '#access/posts'
import { anyOf, compiled, listOf, literal, one } from '#database'
import type { Send } from './insert-messages.sql.ts'

type Wanted = {
  ord: number
  viewer: string
  conversation: string
  photo: string | null
  post: string | null
  reply: number | null
}

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
      listOf<Wanted, 'send'>('send', sends, {
        ord: 'int',
        viewer: 'uuid',
        conversation: 'uuid',
        photo: 'uuid',
        post: 'uuid',
        reply: 'bigint',
      }),
    )
    .innerJoin('locked', 'locked.id', 'send.conversation')
    .innerJoin('Member', join =>
      join.onRef('Member.conversationId', '=', 'send.conversation').onRef('Member.userId', '=', 'send.viewer'),
    )
    .select('send.ord')
    .select(eb => [
      eb
        .or([
          eb('send.photo', 'is', null),
          eb.exists(
            eb
              .selectFrom('Media')
              .select(one)
              .whereRef('Media.id', '=', 'send.photo')
              .whereRef('Media.ownerId', '=', 'send.viewer')
              .where('Media.status', '=', 'ready')
              .where(eb.not(isProfilePhoto()))
              .forShare(),
          ),
        ])
        .as('photoFound'),
      eb
        .or([
          eb('send.post', 'is', null),
          eb.exists(
            eb
              .selectFrom('Post')
              .innerJoin('User as author', 'author.id', 'Post.authorId')
              .select(one)
              .whereRef('Post.id', '=', 'send.post')
              .where('Post.status', '=', literal('published'))
              .where(canSeePost(eb.ref('send.viewer'))),
          ),
        ])
        .as('postFound'),
      eb.or([eb('send.reply', 'is', null), eb('send.reply', '<=', eb.ref('locked.headSeq'))]).as('replyFound'),
    ])
    .where(eb => canSeeConversation(eb.ref('send.viewer'), 'locked')),
)

export type Found = Awaited<ReturnType<typeof sendsChecked>>[number]

/**
 * Locks the conversations of some messages in the order of their ids, and checks what the messages refer to: the sender's
 * photo, a published post that the sender can see, a message replied to. Returns what was found by `ord`, nothing for a message whose
 * conversation the sender cannot see. The photos are locked too: until the commit nothing else is made of them.
 */
export async function checkSends(em: EntityManager, sends: readonly Send[]): Promise<Map<number, Found>> {
  const conversationIds = [...new Set(sends.map(send => send.conversationId))]
  const wanted = sends.map(
    ({ ord, viewerId, conversationId, mediaId, postId, replyToSeq }): Wanted => ({
      ord,
      viewer: viewerId,
      conversation: conversationId,
      photo: mediaId,
      post: postId,
      reply: replyToSeq,
    }),
  )
  const found = await sendsChecked(em, { conversationIds, sends: wanted })
  return new Map(found.map(check => [check.ord, check]))
}
