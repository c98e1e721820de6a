import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment, newId, now } from './columns.ts'
import { User } from './user.ts'

/** A six-digit code that was sent. Its digits are derived from its id with the server's key and are not stored. */
const schema = defineEntity({
  name: 'Code',
  indexes: [{ name: 'code_newest', properties: ['userId', 'purpose', 'createdAt'] }],
  properties: {
    id: newId(),
    userId: () => p.manyToOne(User).mapToPk().name('user_id').deleteRule('cascade'),
    purpose: p.string().$type<'sign-up'>(),
    contact: p.string().length(254),
    tries: p.integer().default(0),
    createdAt: now(),
    expiresAt: moment(),
    usedAt: moment().nullable(),
  },
})

export class Code extends schema.class {}
schema.setClass(Code)
