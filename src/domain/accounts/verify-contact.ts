import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { db, lockText, now } from '#database'
import { contactColumn, isEmail } from './contacts.ts'
import { givenBefore } from './send-code.ts'

/** Makes an address an account's own, unless it belongs to another account. Returns whether it is theirs. */
export async function verifyContact(ctx: WriteContext, userId: string, contact: string): Promise<boolean> {
  const { em } = ctx
  await lockText(em, 'contact', contact)
  await deleteAbandoned(ctx, userId, contact)
  const address = isEmail(contact)
    ? { email: contact, emailGiven: givenBefore(em, userId, contact) }
    : { phone: contact }
  const verified = await db(em)
    .updateTable('User')
    .set(eb => ({ ...address, verifiedAt: eb.fn.coalesce('verifiedAt', now) }))
    .where('id', '=', userId)
    .where(eb => eb.not(eb.exists(othersWith(em, userId, contact).select('other.id'))))
    .returning('id')
    .execute()
  return verified.length > 0
}

const othersWith = (em: EntityManager, userId: string, contact: string) =>
  db(em)
    .selectFrom('User as other')
    .where(`other.${contactColumn(contact)}`, '=', contact)
    .where('other.verifiedAt', 'is not', null)
    .where('other.id', '!=', userId)

/** Deletes a sign-up that verified the address and set no password: the same person began again on another device. */
async function deleteAbandoned(ctx: WriteContext, userId: string, contact: string) {
  const deleted = await db(ctx.em)
    .deleteFrom('User')
    .where(contactColumn(contact), '=', contact)
    .where('verifiedAt', 'is not', null)
    .where('passwordHash', 'is', null)
    .where('stage', '!=', 'done')
    .where('id', '!=', userId)
    .returning('id')
    .execute()
  for (const { id } of deleted) ctx.invalidate({ kind: 'account', subjectId: id })
}
