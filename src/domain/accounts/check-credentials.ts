import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { hasAuthenticator } from '#access/accounts'
import { networkOf } from '#auth/network'
import type { InputOf, Stage } from '#contract'
import type { From, PrepareContext, WriteContext } from '#core/pipeline/context'
import { ApiError, tooMany } from '#core/pipeline/errors'
import type { Limiter } from '#core/pipeline/limits'
import { after, ago, db, literal } from '#database'
import { findAddress } from './contacts.ts'
import { isOnDevice } from './devices.ts'
import { codeTries, spendSecondFactor } from './second-factor.ts'
import { undoDays } from './undo-deletion.ts'

type Given = InputOf<'auth.signIn'>
/** `isBegun`: a sign-up that was begun with the address and has not verified it. */
type Found = Awaited<ReturnType<typeof findAccounts>>[number]
type Bucket = { key: string; limit: { points: number; seconds: number; shared: true } }

/**
 * What was found out before the transaction. `account` is null for an unknown login and a wrong password alike. After a
 * successful sign-in the `own` tries are forgotten, and this one is given back to those that are `shared`.
 */
export type Tried = { account: Found | null; deviceId: string | null; own: Bucket[]; shared: Bucket[] }

export type Admitted = { id: string; stage: Stage }

const quarter = 15 * 60
/** Tries at one login by strangers; at one account from a device or address it was used on; by one address at all logins. */
const strange = { points: 5, seconds: quarter, shared: true } as const
const familiar = { points: 10, seconds: quarter, shared: true } as const
const perAddress = { points: 100, seconds: 3600, shared: true } as const

/**
 * For `prepare`: counts the try, then checks the password; throws after too many tries. Strangers use up only their own
 * tries, so that nobody can lock an owner out. An unknown login takes as long and as many tries as a known one.
 *
 * A sign-up that was begun with an address can be resumed, even where the address belongs to another account: otherwise
 * signing up and then in would reveal that it does. Its tries count as if nothing were known of it.
 */
export async function tryCredentials(
  given: Given,
  { em, credentials, limiter, from }: Pick<PrepareContext<'auth.signIn'>, 'em' | 'credentials' | 'limiter' | 'from'>,
): Promise<Tried> {
  const login = spellingOf(given.login)
  const deviceId = credentials.readDeviceToken(given.deviceToken ?? '')
  const found = await findAccounts(em, login, deviceId, from)
  const owner = found.find(account => !account.isBegun) ?? null
  const begun = found.find(account => account.isBegun) ?? null
  const shared = owner?.byDevice ? [] : [{ key: `sign-in from ${networkOf(from.ip)}`, limit: perAddress }]
  const own = [bucketOf(owner, login, deviceId, from)]
  for (const bucket of [...shared, ...own]) await count(limiter, bucket)

  const matches = (account: Found | null) => credentials.checkPassword(account?.passwordHash ?? null, given.password)
  const isAddress = findAddress(login) !== null
  const account = (await matches(owner)) ? owner : isAddress && (await matches(begun)) ? begun : null
  if (account === null) return { account, deviceId: null, own, shared }
  const known = account.byDevice ? deviceId : null
  // A sign-up of their own must not clear a stranger's guesses at the owner's password.
  if (account.isBegun) return { account, deviceId: known, own: [], shared: [...shared, ...own] }
  if (account.hasTotp && given.totp) {
    const bucket = { key: `totp ${account.id} ${known ?? ''}`, limit: codeTries }
    await count(limiter, bucket)
    own.push(bucket)
  }
  return { account, deviceId: known, own, shared }
}

/**
 * In the transaction: admits a caller who has the password of an account of this status, and a code where it has an
 * authenticator; throws otherwise. Locks the account.
 */
export async function admitTried(
  ctx: WriteContext & { limiter: Limiter },
  { account, own, shared }: Tried,
  totp: string | undefined,
  wanted: 'active' | 'deleted',
): Promise<Admitted> {
  const now = account && (await lockAccount(ctx.em, account))
  if (!now) throw new ApiError('unauthenticated', 'The name or the password is wrong.')
  if (now.status !== wanted) throw errorOf(now, wanted)
  const factor = await spendSecondFactor(ctx, now.id, totp)
  if (factor === 'needed' || factor === 'wrong') {
    throw new ApiError('unauthenticated', `The code of the authenticator is ${factor}.`, {
      fields: { totp: `is ${factor}` },
    })
  }
  for (const { key, limit } of own) await ctx.limiter.forget(key, limit)
  // Not forgotten: an account of their own would give guessers new tries each time.
  for (const { key, limit } of shared) await ctx.limiter.giveBack(key, limit)
  return now
}

/** The canonical spelling of a login: another case or surrounding blanks make the same try. */
function spellingOf(login: string) {
  const text = login.normalize('NFKC').trim().toLowerCase()
  return findAddress(text) ?? text
}

/**
 * The account that has the user name or has verified the address, and the newest sign-up that was begun with the address
 * and a password. `byDevice` and `byAddress` say whether the account has been used from there.
 */
const findAccounts = (em: EntityManager, login: string, deviceId: string | null, { ip }: From) =>
  db(em)
    .selectFrom(candidates(em, login).as('candidate'))
    .innerJoin('User', 'User.id', 'candidate.id')
    .distinctOn('candidate.isBegun')
    .select(eb => {
      const sessions = eb.selectFrom('Session').select('Session.id').whereRef('Session.userId', '=', 'User.id')
      return [
        'User.id',
        'User.passwordHash',
        'candidate.isBegun',
        eb.exists(sessions.where(isOnDevice(deviceId))).as('byDevice'),
        eb
          .exists(sessions.where('Session.ip', '=', ip).where('Session.lastSeenAt', '>', ago('90 days')))
          .as('byAddress'),
        hasAuthenticator(eb.ref('User.id')).as('hasTotp'),
      ]
    })
    .where('User.passwordHash', 'is not', null)
    .where(eb => eb.or([eb('User.status', '!=', 'deleted'), eb('User.deletedAt', '>', ago(`${undoDays} days`))]))
    .orderBy('candidate.isBegun')
    .orderBy('User.createdAt', 'desc')
    .execute()

/** Each by an index of its own. */
function candidates(em: EntityManager, login: string) {
  const users = (isBegun: boolean) =>
    db(em)
      .selectFrom('User')
      .select(['id', literal(isBegun).as('isBegun')])
  const byContact = (contact: 'email' | 'phone') =>
    users(false).where('verifiedAt', 'is not', null).where(contact, '=', login)
  return users(false)
    .where('username', '=', login)
    .unionAll(byContact('email'))
    .unionAll(byContact('phone'))
    .unionAll(
      users(true)
        .where('stage', '=', literal('code'))
        .where(eb => eb(eb.fn.coalesce('email', 'phone'), '=', login)),
    )
}

function bucketOf(found: Found | null, login: string, deviceId: string | null, { ip }: From): Bucket {
  if (found?.byDevice) return { key: `sign-in ${found.id} on ${deviceId}`, limit: familiar }
  if (found?.byAddress) return { key: `sign-in ${found.id} at ${ip.slice(0, 64)}`, limit: familiar }
  const name = createHash('sha256').update(login).digest('base64url')
  return { key: `sign-in as ${name}`, limit: strange }
}

async function count(limiter: Limiter, { key, limit }: Bucket) {
  const state = await limiter.consume(key, limit)
  if (!state.ok) throw tooMany(state.resetSeconds)
}

const lockAccount = (em: EntityManager, { id, passwordHash }: Found) =>
  db(em)
    .selectFrom('User')
    .select(eb => ['id', 'stage', 'status', after(eb.ref('deletedAt'), `${undoDays} days`).as('until')])
    .where('id', '=', id)
    .where('passwordHash', '=', passwordHash)
    .forNoKeyUpdate()
    .executeTakeFirst()

type Locked = NonNullable<Awaited<ReturnType<typeof lockAccount>>>

function errorOf({ status, until }: Locked, wanted: 'active' | 'deleted') {
  if (wanted === 'deleted') return new ApiError('conflict', 'This account is not deleted.')
  if (status === 'suspended')
    return new ApiError('forbidden', 'This account is suspended.', { fields: { account: 'suspended' } })
  const last = until.toISOString()
  return new ApiError(
    'forbidden',
    `This account is deleted; until ${last.slice(0, 10)} users.undelete takes that back.`,
    {
      fields: { account: 'deleted', until: last },
    },
  )
}
