import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { type Duration, db, fromNow } from '#database'
import type { CodePurpose } from '#entities/code'
import { checkPace } from './code-pace.ts'
import { ownerOf } from './find-owner.ts'

/** How long a code is good, and how many wrong tries it takes. */
const life: Duration = '10 minutes'
export const maxTries = 5

type Wanted = {
  userId: string
  purpose: Exclude<CodePurpose, 'reset'>
  contact: string
  given?: string | null | undefined
}

/**
 * Makes a new code to verify an address with; the previous one stops working. If the address belongs to another account,
 * the code is made all the same and never sent: from outside nobody can tell the difference, and the owner is warned.
 */
export async function sendCode(ctx: WriteContext, { userId, purpose, contact, given }: Wanted) {
  await checkPace(ctx.em, { userId, purpose, contact })
  const codeId = await makeCode(ctx, { userId, purpose, contact, given })
  // A sign-up that verified the address and set no password does not own it: it cannot be resumed, and begins again.
  const owner = await ownerOf(ctx.em, contact).select('id').where('id', '!=', userId).executeTakeFirst()
  if (owner) ctx.enqueue('account.warn', { userId: owner.id, to: contact })
  else ctx.enqueue('code.send', { codeId })
}

type Made = { userId: string | null; purpose: CodePurpose; contact: string; given?: string | null | undefined }

/**
 * The row of a code, which `code.send` makes a message of. A code of no account is never sent. Without `given` the message
 * goes to the address as it was spelled before.
 */
export async function makeCode({ em }: WriteContext, { userId, purpose, contact, given }: Made): Promise<string> {
  const contactGiven = given === undefined ? givenBefore(em, userId, contact) : given
  const { id } = await db(em)
    .insertInto('Code')
    .values({ userId, purpose, contact, contactGiven, expiresAt: fromNow(life) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** How an account spelled an address when it was last sent a code. */
export const givenBefore = (em: EntityManager, userId: string | null, contact: string) =>
  db(em)
    .selectFrom('Code as earlier')
    .select('earlier.contactGiven')
    .where('earlier.userId', '=', userId)
    .where('earlier.contact', '=', contact)
    .orderBy('earlier.createdAt', 'desc')
    .orderBy('earlier.id', 'desc')
    .limit(1)
