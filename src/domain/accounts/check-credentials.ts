import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { networkOf } from '#auth/network'
import type { InputOf, Stage } from '#contract'
import type { From, PrepareContext, WriteContext } from '#core/pipeline/context'
import { ApiError, tooMany } from '#core/pipeline/errors'
import type { Limiter } from '#core/pipeline/limits'
import { isoOrNull, row, rows, sql } from '#database/statement'
import { findAddress } from './contacts.ts'
import { codeTries, spendSecondFactor } from './second-factor.ts'
import { rightToUndo } from './undo-deletion.ts'

type Given = InputOf<'auth.signIn'>
type Found = {
  id: string
  passwordHash: string
  byDevice: boolean
  byAddress: boolean
  hasTotp: boolean
  /** A sign-up that was begun with the address and has not proven it. */
  isBegun: boolean
}
type Bucket = { key: string; limit: { points: number; seconds: number; shared: true } }

/**
 * What was found out before the transaction. `account` is null for an unknown login and a wrong password alike. Where it is
 * let in, the `own` tries are forgotten, and of those that are `shared` this one is given back.
 */
export type Tried = { account: Found | null; deviceId: string | null; own: Bucket[]; shared: Bucket[] }

export type Admitted = { id: string; stage: Stage }

const quarter = 15 * 60
/** Tries at one login by strangers; by somebody on a device or at an address that the account knows; by one address. */
const strange = { points: 5, seconds: quarter, shared: true } as const
const familiar = { points: 10, seconds: quarter, shared: true } as const
const perAddress = { points: 100, seconds: 3600, shared: true } as const

/**
 * For `prepare`: counts the try, then checks the password; refuses who has tried too often. Strangers use up their own
 * tries alone, so that nobody can lock an owner out. An unknown login takes as long and as many tries as a known one.
 *
 * Whoever has begun a sign-up with an address may go on with it, also where the address is somebody else's: otherwise
 * signing up and then in would tell that it is. It is counted as if nothing were known of it.
 */
export async function tryCredentials(
  given: Given,
  asking: Pick<PrepareContext<'auth.signIn'>, 'em' | 'credentials' | 'limiter' | 'from'>,
): Promise<Tried> {
  const { em, credentials, limiter, from } = asking
  const login = spellingOf(given.login)
  const deviceId = credentials.readDeviceToken(given.deviceToken ?? '')
  const found = await findAccounts(em, login, deviceId, from)
  const owner = found.find(one => !one.isBegun) ?? null
  const begun = found.find(one => one.isBegun) ?? null
  const shared = owner?.byDevice ? [] : [{ key: `sign-in from ${networkOf(from.ip)}`, limit: perAddress }]
  const own = [bucketOf(owner, login, deviceId, from)]
  for (const bucket of [...shared, ...own]) await count(limiter, bucket)

  const matches = (one: Found | null) => credentials.checkPassword(one?.passwordHash ?? null, given.password)
  const isAddress = findAddress(login) !== null
  const account = (await matches(owner)) ? owner : isAddress && (await matches(begun)) ? begun : null
  if (account === null) return { account, deviceId: null, own, shared }
  const known = account.byDevice ? deviceId : null
  // Nobody's guesses at the owner's password are forgotten for a sign-up of their own.
  if (account.isBegun) return { account, deviceId: known, own: [], shared: [...shared, ...own] }
  if (account.hasTotp && given.totp) {
    const bucket = { key: `totp ${account.id} ${known ?? ''}`, limit: codeTries }
    await count(limiter, bucket)
    own.push(bucket)
  }
  return { account, deviceId: known, own, shared }
}

/**
 * In the transaction: lets in who has shown the password of an account of this status, and a code where it has an
 * authenticator. Locks the account.
 */
export async function admitTried(
  ctx: WriteContext & { limiter: Limiter },
  { account, own, shared }: Tried,
  totp: string | undefined,
  wanted: 'active' | 'deleted',
): Promise<Admitted> {
  const now = account && (await lockAccount(ctx.em, account))
  if (now === null) throw new ApiError('unauthenticated', 'The name or the password is wrong.')
  if (now.status !== wanted) throw errorOf(now, wanted)
  const factor = await spendSecondFactor(ctx, now.id, totp)
  if (factor === 'needed' || factor === 'wrong') {
    throw new ApiError('unauthenticated', `The code of the authenticator is ${factor}.`, {
      fields: { totp: `is ${factor}` },
    })
  }
  for (const { key, limit } of own) await ctx.limiter.forget(key, limit)
  // Not forgotten: one account of their own would give guessers new ones each time.
  for (const { key, limit } of shared) await ctx.limiter.giveBack(key, limit)
  return now
}

/** One spelling of a login: what is typed in another case or with blanks is the same try. */
function spellingOf(login: string) {
  const text = login.normalize('NFKC').trim().toLowerCase()
  return findAddress(text) ?? text
}

/**
 * Whoever has proven the address or has the user name, and whoever was the last to begin a sign-up with the address and a
 * password. `byDevice` and `byAddress` say whether the account has been used from there.
 */
const findAccounts = (em: EntityManager, login: string, deviceId: string | null, { ip }: From) =>
  rows<Found>(
    em,
    sql`select distinct on ("isBegun") users.id, password_hash as "passwordHash", "isBegun",
        exists (select 1 from session where user_id = users.id and ${deviceId}::uuid in (id, device_id)) as "byDevice",
        exists (select 1 from session where user_id = users.id and ip = ${ip}
          and last_seen_at > now() - interval '90 days') as "byAddress",
        exists (select 1 from totp where user_id = users.id and confirmed_at is not null) as "hasTotp"
      from (
          select id, false as "isBegun" from users where username = ${login}
          union all select id, false from users where verified_at is not null and email = ${login}
          union all select id, false from users where verified_at is not null and phone = ${login}
          union all select id, true from users where stage = 'code' and coalesce(email, phone) = ${login}
        ) found join users using (id)
      where password_hash is not null
        and (status <> 'deleted' or deleted_at > now() - ${rightToUndo.days} * interval '1 day')
      order by "isBegun", created_at desc`,
  )

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

type Locked = Admitted & { status: 'active' | 'suspended' | 'deleted'; until: string | null }

const lockAccount = (em: EntityManager, { id, passwordHash }: Found) =>
  row<Locked>(
    em,
    sql`select id, stage, status, deleted_at + ${rightToUndo.days} * interval '1 day' as until from users
      where id = ${id} and password_hash = ${passwordHash} for no key update`,
  )

function errorOf({ status, until }: Locked, wanted: 'active' | 'deleted') {
  if (wanted === 'deleted') return new ApiError('conflict', 'This account is not deleted.')
  if (status === 'suspended')
    return new ApiError('forbidden', 'This account is suspended.', { fields: { account: 'suspended' } })
  const last = isoOrNull(until) ?? ''
  return new ApiError(
    'forbidden',
    `This account is deleted; until ${last.slice(0, 10)} users.undelete takes that back.`,
    {
      fields: { account: 'deleted', until: last },
    },
  )
}
