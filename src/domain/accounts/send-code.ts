import type { WriteContext } from '#core/pipeline/context'
import { row, sql } from '#database/statement'
import type { CodePurpose } from '#entities/code'
import { checkPace } from './code-pace.ts'
import { contactColumn } from './contacts.ts'

/** Minutes a code is good for, and how many wrong tries it takes. */
export const codeLife = { minutes: 10, tries: 5 }

type Wanted = {
  userId: string
  purpose: Exclude<CodePurpose, 'reset'>
  contact: string
  given?: string | null | undefined
}

/**
 * Makes a new code to prove an address with; the one before stops working. If the address is an account's already, the
 * code is made all the same and never sent: nobody can tell the difference from outside, and the owner is told.
 */
export async function sendCode(ctx: WriteContext, { userId, purpose, contact, given }: Wanted) {
  await checkPace(ctx.em, { userId, purpose, contact })
  const codeId = await makeCode(ctx, { userId, purpose, contact, given })
  // Whoever proved an address and set no password has no way back into that sign-up, and begins anew.
  const owner = await row<{ id: string }>(
    ctx.em,
    sql`select id from users where ${contactColumn(contact)} = ${contact} and verified_at is not null
      and password_hash is not null and id <> ${userId}`,
  )
  if (owner) ctx.enqueue('account.warn', { userId: owner.id, to: contact })
  else ctx.enqueue('code.send', { codeId })
}

type Made = { userId: string | null; purpose: CodePurpose; contact: string; given?: string | null | undefined }

/**
 * The row of a code, of which `code.send` makes a letter. That of nobody is never sent. Without `given` the
 * letter goes to the address as it was spelled before.
 */
export async function makeCode(ctx: WriteContext, code: Made) {
  const made = await row<{ id: string }>(
    ctx.em,
    sql`insert into code (user_id, purpose, contact, contact_given, expires_at) values (${code.userId}, ${code.purpose},
      ${code.contact}, ${code.given === undefined ? givenBefore(code.userId, code.contact) : code.given}, now() + ${codeLife.minutes} * interval '1 minute') returning id`,
  )
  return (made as { id: string }).id
}

/** How an account spelled an address when it was last sent a code. */
export const givenBefore = (userId: string | null, contact: string) =>
  sql<string | null>`(select contact_given from code where user_id = ${userId}::uuid and contact = ${contact}
    order by created_at desc, id desc limit 1)`
