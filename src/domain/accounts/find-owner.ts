import type { EntityManager } from '@mikro-orm/postgresql'
import { db } from '#database'
import { contactColumn } from './contacts.ts'

/** The accounts that an address belongs to: at most one, which has verified it and has a password. */
export const ownerOf = (em: EntityManager, contact: string) =>
  db(em)
    .selectFrom('User')
    .where(contactColumn(contact), '=', contact)
    .where('verifiedAt', 'is not', null)
    .where('passwordHash', 'is not', null)

/** The account that an address belongs to, if any; locked until the end of the transaction. */
export const lockOwner = (em: EntityManager, contact: string) =>
  ownerOf(em, contact).select(['id', 'username', 'fullName']).forNoKeyUpdate().executeTakeFirst()
