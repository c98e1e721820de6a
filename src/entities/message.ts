import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment, newId, now } from './columns.ts'
import { Conversation } from './conversation.ts'

/** A message. Its number is the next of the conversation: no gaps, the same order for everyone. */
const schema = defineEntity({
  name: 'Message',
  indexes: [
    { name: 'message_media', properties: ['mediaId'], where: 'media_id is not null' },
    { name: 'message_post', properties: ['postId'], where: 'post_id is not null' },
  ],
  uniques: [{ name: 'message_number', properties: ['conversationId', 'seq'] }],
  properties: {
    id: newId(),
    conversationId: () => p.manyToOne(Conversation).mapToPk().name('conversation_id').deleteRule('cascade'),
    seq: p.integer(),
    senderId: p.uuid(),
    kind: p.string().$type<'text' | 'image' | 'post'>(),
    text: p.string().length(5000).default(''),
    mediaId: p.uuid().nullable(),
    postId: p.uuid().nullable(),
    replyToSeq: p.integer().nullable(),
    createdAt: now(),
    editedAt: moment().nullable(),
    unsentAt: moment().nullable(),
  },
})

export class Message extends schema.class {}
schema.setClass(Message)
