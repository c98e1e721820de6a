import { defineEntity, p } from '@mikro-orm/postgresql'
import { counter, newId, now } from './columns.ts'

/** Two people's one conversation, or a group's. */
const schema = defineEntity({
  name: 'Conversation',
  properties: {
    id: newId(),
    kind: p.string().$type<'direct' | 'group'>(),
    title: p.string().length(100).default(''),
    /** The two people of a direct conversation, smaller id first: there is one per pair. */
    directKey: p.string().length(73).nullable().unique('conversation_direct'),
    headSeq: counter(),
    createdAt: now(),
    lastMessageAt: now(),
  },
})

export class Conversation extends schema.class {}
schema.setClass(Conversation)
