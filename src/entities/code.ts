import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment, newId, now } from './columns.ts'
import { User } from './user.ts'

/**
 * A six-digit code. Its digits are derived from its id with the server's key and are not stored. A code without a user was
 * requested for an address of no account and is never sent; it exists so that nobody can tell the difference.
 */
const schema = defineEntity({
  name: 'Code',
  indexes: [
    { name: 'code_newest', properties: ['userId', 'purpose', 'createdAt'] },
    { name: 'code_contact', properties: ['contact', 'createdAt'] },
  ],
  properties: {
    id: newId(),
    userId: () => p.manyToOne(User).mapToPk().name('user_id').nullable().deleteRule('cascade'),
    purpose: p.string().$type<'sign-up' | 'contact' | 'reset'>(),
    contact: p.string().length(254),
    /** The address as the user spelled it, where that differs: the message goes there. */
    contactGiven: p.string().length(254).nullable(),
    tries: p.integer().default(0),
    createdAt: now(),
    expiresAt: moment(),
    usedAt: moment().nullable(),
  },
})

export class Code extends schema.class {}
schema.setClass(Code)

/** What a code is for: to verify the address of a sign-up or a new address, or to reset the password. */
export type CodePurpose = Code['purpose']
