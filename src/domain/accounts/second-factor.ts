import { randomInt } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Secret, TOTP } from 'otpauth'
import type { Credentials } from '#auth/credentials'
import type { ReadContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'

/** Codes of one authenticator that somebody who knows the password may try. */
export const codeTries = { points: 20, seconds: 24 * 3600, shared: true } as const

const seconds = 30
const recoveryCodes = 10
/** Without what looks like something else. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

type Kept = { secret: string; lastStep: number; recovery: string[] }

/** An authenticator's secret, and the address that its QR code holds. */
export function newSecret(username: string) {
  const secret = new Secret({ size: 20 }).base32
  return { secret, uri: authenticator(secret, username).toString() }
}

/** The time step that a code belongs to, at most one away from now; null where it is no code of this secret. */
export function stepOf(secret: string, code: string): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const now = Date.now()
  const away = authenticator(secret).validate({ token: code, timestamp: now, window: 1 })
  return away === null ? null : Math.floor(now / 1000 / seconds) + away
}

/** Codes that each take the place of the authenticator once: 79 bits each, so that their plain hashes tell nothing. */
export const newRecoveryCodes = () =>
  Array.from({ length: recoveryCodes }, () =>
    Array.from({ length: 4 }, () =>
      Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join(''),
    ).join('-'),
  )

/** What is stored of a recovery code, however it is typed. */
export const recoveryHash = (credentials: Credentials, code: string) =>
  credentials.digest('recovery', code.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))

/**
 * Uses up a code of somebody's authenticator, or a recovery code: each is good once. `none` where they have no
 * authenticator. Whoever tries at the same time waits here until the end of the transaction.
 */
export async function spendSecondFactor(
  { em, credentials }: Pick<ReadContext, 'em' | 'credentials'>,
  userId: string,
  given: string | undefined,
): Promise<'none' | 'needed' | 'wrong' | 'right'> {
  const kept = await row<Kept>(
    em,
    sql`select secret, last_step::float as "lastStep", recovery from totp
      where user_id = ${userId} and confirmed_at is not null for update`,
  )
  if (kept === null) return 'none'
  const code = given?.trim() ?? ''
  if (code === '') return 'needed'
  const isSpent = /^\d[\d ]*$/.test(code)
    ? await spendStep(em, userId, kept, credentials.decrypt(kept.secret), code.replaceAll(' ', ''))
    : await spendRecovery(em, userId, kept, recoveryHash(credentials, code))
  return isSpent ? 'right' : 'wrong'
}

async function spendStep(em: EntityManager, userId: string, kept: Kept, secret: string | null, code: string) {
  const step = secret === null ? null : stepOf(secret, code)
  if (step === null || step <= kept.lastStep) return false
  await rows(em, sql`update totp set last_step = ${step} where user_id = ${userId}`)
  return true
}

async function spendRecovery(em: EntityManager, userId: string, kept: Kept, hash: string) {
  if (!kept.recovery.includes(hash)) return false
  await rows(em, sql`update totp set recovery = recovery - ${hash}::text where user_id = ${userId}`)
  return true
}

const authenticator = (secret: string, label = '') =>
  new TOTP({ issuer: 'Heliograph', label, secret: Secret.fromBase32(secret), digits: 6, period: seconds })
