import type { EntityManager } from '@mikro-orm/postgresql'
import type { WriteContext } from '#core/pipeline/context'
import { ApiError, commitThen } from '#core/pipeline/errors'
import { ago, anyOf, db, now } from '#database'
import type { CodePurpose } from '#entities/code'
import { maxTries } from './send-code.ts'

type Whose = { userId: string | null; purpose: CodePurpose; contact: string }

/**
 * Spends the newest code that was made for an account, a purpose and an address. Throws what is wrong with it, after a
 * commit where a wrong try counts. A code of no account for the address is tried like any other and never right, so that
 * the error does not tell which it was; nor does it void the code before it, since nothing was sent in its place. `given`
 * may also be the key in the link of a message: these tries are not counted, so that nobody else can use them up.
 */
export async function spendCode(
  { em, credentials }: Pick<WriteContext, 'em' | 'credentials'>,
  whose: Whose,
  given: string,
): Promise<void> {
  const sent = await lockSent(em, whose)
  const [newest] = sent
  const theirs = sent.find(code => code.userId !== null)
  const isKey = given.length > 6
  const isOpen = (code: Sent) => code.isGood && (isKey || code.tries < maxTries)
  const matches = ({ id }: Sent) => (isKey ? credentials.isCodeKey(id, given) : credentials.isCode(id, given))
  const right = [theirs, newest].find(code => code && isOpen(code) && matches(code))
  if (right) {
    await db(em).updateTable('Code').set({ usedAt: now }).where('id', '=', right.id).execute()
    if (right.userId !== null) return
    throw commitThen(noLonger())
  }
  if (!newest || !isOpen(newest)) throw noLonger()
  if (!isKey) await countTry(em, [newest.id, theirs?.id ?? newest.id])
  throw commitThen(
    new ApiError('invalid', 'This is not the code that was sent.', {
      fields: { code: 'is not the code that was sent' },
    }),
  )
}

type Sent = Awaited<ReturnType<typeof lockSent>>[number]

/** The codes of the last hour, used ones too: a code older than the newest never counts again. Locked, so that tries count one by one. */
const lockSent = (em: EntityManager, { userId, purpose, contact }: Whose) =>
  db(em)
    .selectFrom('Code')
    .select(eb => [
      'id',
      'userId',
      'tries',
      eb
        .and([eb('usedAt', 'is', null), eb('expiresAt', '>', now)])
        .$castTo<boolean>()
        .as('isGood'),
    ])
    .where('contact', '=', contact)
    .where(eb => eb.or([eb('userId', '=', userId), eb('userId', 'is', null)]))
    .where('purpose', '=', purpose)
    .where('createdAt', '>', ago('1 hour'))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .forUpdate()
    .execute()

const countTry = (em: EntityManager, ids: readonly string[]) =>
  db(em)
    .updateTable('Code')
    .set(eb => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', anyOf(ids))
    .execute()

/** The address that an account is about to verify, by the newest code for it; null if there is none. */
export async function pendingContact(em: EntityManager, userId: string) {
  const newest = await db(em)
    .selectFrom('Code')
    .select(['contact', 'usedAt'])
    .where('userId', '=', userId)
    .where('purpose', '=', 'contact')
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest && newest.usedAt === null ? newest.contact : null
}

/** Voids every code of an account: those requested before its password or its address changed. */
export const voidCodes = (em: EntityManager, userId: string) =>
  db(em).updateTable('Code').set({ usedAt: now }).where('userId', '=', userId).where('usedAt', 'is', null).execute()

export const noLonger = () => new ApiError('gone', 'This code is no longer good: ask for a new one.')
