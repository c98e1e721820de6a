import type { EntityManager } from '@mikro-orm/postgresql'
import { row, sql } from '#database/statement'
import { contactColumn } from './contacts.ts'

export type Owner = { id: string; username: string; fullName: string }

/** Whose address it is: an account that has proven it and has a password. Locked until the end of the transaction. */
export const lockOwner = (em: EntityManager, contact: string) =>
  row<Owner>(
    em,
    sql`select id, username, full_name as "fullName" from users where ${contactColumn(contact)} = ${contact}
      and verified_at is not null and password_hash is not null for no key update`,
  )
