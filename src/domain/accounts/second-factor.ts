import { randomInt } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Secret, TOTP } from 'otpauth'
import type { Credentials } from '#auth/credentials'
import type { ReadContext } from '#core/pipeline/context'
import { db } from '#database'
import { Totp } from '#entities'

/** Tries of one authenticator's codes by a caller who knows the password. */
export const codeTries = { points: 20, seconds: 24 * 3600, shared: true } as const

const seconds = 30
const recoveryCodes = 10
/** Without lookalikes. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

type Kept = Pick<Totp, 'secret' | 'lastStep' | 'recovery'>

/** A new secret of an authenticator, and the URI that its QR code holds. */
export function newSecret(username: string) {
  const secret = new Secret({ size: 20 }).base32
  return { secret, uri: authenticator(secret, username).toString() }
}

/** The time step of a code, at most one away from now; null where it is no code of this secret. */
export function stepOf(secret: string, code: string): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const now = Date.now()
  const away = authenticator(secret).validate({ token: code, timestamp: now, window: 1 })
  return away === null ? null : Math.floor(now / 1000 / seconds) + away
}

/** Codes that each replace the authenticator once: 79 bits each, so that their plain hashes reveal nothing. */
export const newRecoveryCodes = () =>
  Array.from({ length: recoveryCodes }, () =>
    Array.from({ length: 4 }, () =>
      Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join(''),
    ).join('-'),
  )

/** The stored hash of a recovery code, however it is typed. */
export const recoveryHash = (credentials: Credentials, code: string) =>
  credentials.digest('recovery', code.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))

/**
 * Spends a code of an account's authenticator, or a recovery code: each is good once. `none` where the account has no
 * authenticator. Others who try at the same time wait here until the end of the transaction.
 */
export async function spendSecondFactor(
  { em, credentials }: Pick<ReadContext, 'em' | 'credentials'>,
  userId: string,
  given: string | undefined,
): Promise<'none' | 'needed' | 'wrong' | 'right'> {
  const kept = await db(em)
    .selectFrom('Totp')
    .select(['secret', 'lastStep', 'recovery'])
    .where('userId', '=', userId)
    .where('confirmedAt', 'is not', null)
    .forUpdate()
    .executeTakeFirst()
  if (!kept) return 'none'
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
  await em.nativeUpdate(Totp, { userId }, { lastStep: step })
  return true
}

async function spendRecovery(em: EntityManager, userId: string, kept: Kept, hash: string) {
  if (!kept.recovery.includes(hash)) return false
  await em.nativeUpdate(Totp, { userId }, { recovery: kept.recovery.filter(unused => unused !== hash) })
  return true
}

const authenticator = (secret: string, label = '') =>
  new TOTP({ issuer: 'Heliograph', label, secret: Secret.fromBase32(secret), digits: 6, period: seconds })
