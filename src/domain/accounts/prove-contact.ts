import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { lockContact } from './code-pace.ts'
import { contactColumn, isEmail } from './contacts.ts'
import { givenBefore } from './send-code.ts'

/** Makes an address an account's own, if nobody else has proven it. Answers whether it is. */
export async function proveContact(ctx: WriteContext, userId: string, contact: string) {
  const column = sql.ref(isEmail(contact) ? 'email' : 'phone')
  await lockContact(ctx.em, contact)
  await removeAbandoned(ctx, userId, contact)
  const proven = await rows(
    ctx.em,
    sql`update users set verified_at = coalesce(verified_at, now()),
        ${column} = ${contact}${isEmail(contact) ? sql`, email_given = ${givenBefore(userId, contact)}` : sql``}
      where id = ${userId} and not exists (
        select 1 from users other
        where other.${column} = ${contact} and other.verified_at is not null and other.id <> ${userId}
      ) returning id`,
  )
  return proven.length > 0
}

/** Removes a sign-up that proved the address and set no password: the same person has begun anew, on another device. */
async function removeAbandoned(ctx: WriteContext, userId: string, contact: string) {
  const removed = await rows<{ id: string }>(
    ctx.em,
    sql`delete from users where ${contactColumn(contact)} = ${contact} and verified_at is not null
      and password_hash is null and stage <> 'done' and id <> ${userId} returning id`,
  )
  for (const { id } of removed) ctx.invalidate({ kind: 'account', subjectId: id })
}
