import { defineEntity, p } from '@mikro-orm/postgresql'
import { counter, now } from './columns.ts'
import { Conversation } from './conversation.ts'
import { User } from './user.ts'

/** A member of a conversation, and how far they have read. */
const schema = defineEntity({
  name: 'Member',
  properties: {
    conversationId: () => p.manyToOne(Conversation).mapToPk().primary().name('conversation_id').deleteRule('cascade'),
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').index('member_user').deleteRule('cascade'),
    role: p.string().$type<'member' | 'admin'>().default('member'),
    readSeq: counter(),
    deliveredSeq: counter(),
    joinedAt: now(),
  },
})

export class Member extends schema.class {}
schema.setClass(Member)
