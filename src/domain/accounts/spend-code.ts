import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { ApiError, commitThen } from '#core/pipeline/errors'
import { row, rows, sql } from '#database/statement'
import type { CodePurpose } from '#entities/code'
import { codeLife } from './send-code.ts'

type Whose = { userId: string | null; purpose: CodePurpose; contact: string }
type Sent = { id: string; isGood: boolean; triesLeft: number; isTheirs: boolean }

/**
 * Spends the newest code that was made for an account, a purpose and an address: once. Answers what is wrong with it, to be
 * returned and not thrown, since a wrong try counts. A code of nobody for the address is tried like any other and never
 * right, so that nothing tells which it was; nor does it void the code before it, in place of which nothing was sent. In
 * place of the digits there may be the key of a letter's link: no tries are counted of these, so that nobody else can use
 * them up.
 */
export async function spendCode(
  { em, credentials }: Pick<WriteContext, 'em' | 'credentials'>,
  { userId, purpose, contact }: Whose,
  given: string,
): Promise<void> {
  // Used ones are looked at too: what is older than the newest never counts again. The lock makes tries count one by one.
  const sent = await rows<Sent>(
    em,
    sql`select id, used_at is null and expires_at > now() as "isGood", ${codeLife.tries} - tries as "triesLeft",
        user_id is not null as "isTheirs" from code
      where contact = ${contact} and (user_id = ${userId}::uuid or user_id is null) and purpose = ${purpose}
        and created_at > now() - interval '1 hour'
      order by created_at desc, id desc for update`,
  )
  const [newest] = sent
  const theirs = sent.find(one => one.isTheirs)
  const isKey = given.length > 6
  const isOpen = (one: Sent) => one.isGood && (isKey || one.triesLeft > 0)
  const matches = (one: Sent) => (isKey ? credentials.isCodeKey(one.id, given) : credentials.isCode(one.id, given))
  const right = [theirs, newest].find(one => one && isOpen(one) && matches(one))
  if (right) {
    await row(em, sql`update code set used_at = now() where id = ${right.id}`)
    if (right.isTheirs) return
    throw commitThen(noLonger())
  }
  if (!newest || !isOpen(newest)) throw noLonger()
  const tried = [newest.id, theirs?.id ?? newest.id]
  if (!isKey) await row(em, sql`update code set tries = tries + 1 where id = any(${tried}::uuid[])`)
  throw commitThen(
    new ApiError('invalid', 'This is not the code that was sent.', {
      fields: { code: 'is not the code that was sent' },
    }),
  )
}

/** The address that an account is about to prove, by the newest code for it; null if there is none. */
export async function pendingContact(em: EntityManager, userId: string) {
  const newest = await row<{ contact: string; isUsed: boolean }>(
    em,
    sql`select contact, used_at is not null as "isUsed" from code where user_id = ${userId} and purpose = 'contact'
      order by created_at desc, id desc limit 1`,
  )
  return newest && !newest.isUsed ? newest.contact : null
}

/** Voids every code of an account: what was asked for before its password or its address changed. */
export const voidCodes = (em: EntityManager, userId: string) =>
  rows(em, sql`update code set used_at = now() where user_id = ${userId} and used_at is null`)

export const noLonger = () => new ApiError('gone', 'This code is no longer good: ask for a new one.')
