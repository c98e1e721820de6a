import { defineEntity, p } from '@mikro-orm/postgresql'
import { counter, newId, now } from './columns.ts'

/** A direct conversation of two users, or a group. */
const schema = defineEntity({
  name: 'Conversation',
  properties: {
    id: newId(),
    kind: p.string().$type<'direct' | 'group'>(),
    title: p.string().length(100).default(''),
    /** The two members of a direct conversation, smaller id first: there is one per pair. */
    directKey: p.string().length(73).nullable().unique('conversation_direct'),
    headSeq: counter(),
    createdAt: now(),
    lastMessageAt: now(),
  },
})

export class Conversation extends schema.class {}
schema.setClass(Conversation)
