import { createHash } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { InputOf, Stage } from '#contract'
import type { Asking, From, Writing } from '#core/context'
import type { Limiter } from '#core/limits'
import { networkOf } from '#core/network'
import { type Refusal, refuse } from '#core/refusal'
import { tooMany } from '#core/run'
import { row, sql } from '#entities/query'
import { findAddress } from './contacts.ts'
import { codeTries, spendSecondFactor } from './second-factor.ts'
import { rightToUndo } from './undo-deletion.ts'

type Given = InputOf<'auth.signIn'>
type Found = { id: string; passwordHash: string; byDevice: boolean; byAddress: boolean; hasTotp: boolean }
type Bucket = { key: string; limit: { points: number; seconds: number; shared: true } }

/** What was found out before the transaction. `account` is null for an unknown login and a wrong password alike. */
export type Tried = { account: Found | null; deviceId: string | null; own: Bucket[]; address: Bucket | null }

export type Admitted = { id: string; stage: Stage }

const quarter = 15 * 60
/** Tries at one login by strangers; by somebody on a device or at an address that the account knows; by one address. */
const strange = { points: 5, seconds: quarter, shared: true } as const
const familiar = { points: 10, seconds: quarter, shared: true } as const
const perAddress = { points: 100, seconds: 3600, shared: true } as const

/**
 * For `prepare`: counts the try, then checks the password; refuses who has tried too often. Strangers use up their own
 * tries alone, so that nobody can lock an owner out. An unknown login takes as long and as many tries as a known one.
 */
export async function tryCredentials(given: Given, asking: Asking<'auth.signIn' | 'users.undelete'>): Promise<Tried> {
  const { em, credentials, limiter, from } = asking
  const login = spellingOf(given.login)
  const deviceId = credentials.readDeviceToken(given.deviceToken ?? '')
  const found = await findAccount(em, login, deviceId, from)
  const address = found?.byDevice ? null : { key: `sign-in from ${networkOf(from.ip)}`, limit: perAddress }
  const own = [bucketOf(found, login, deviceId, from)]
  for (const bucket of address ? [address, ...own] : own) await count(limiter, bucket)

  const matches = await credentials.checkPassword(found?.passwordHash ?? null, given.password)
  if (found === null || !matches) return { account: null, deviceId: null, own, address }
  if (found.hasTotp && given.totp) {
    const bucket = { key: `totp ${found.id} ${found.byDevice ? deviceId : ''}`, limit: codeTries }
    await count(limiter, bucket)
    own.push(bucket)
  }
  return { account: found, deviceId: found.byDevice ? deviceId : null, own, address }
}

/**
 * In the transaction: lets in who has shown the password of an account of this status, and a code where it has an
 * authenticator. Locks the account.
 */
export async function admitTried(
  ctx: Writing & { limiter: Limiter },
  { account, own, address }: Tried,
  totp: string | undefined,
  wanted: 'active' | 'deleted',
): Promise<Admitted | Refusal> {
  const now = account && (await lockAccount(ctx.em, account))
  if (now === null) return refuse('unauthenticated', 'The name or the password is wrong.')
  if (now.status !== wanted) return refusalOf(now, wanted)
  const factor = await spendSecondFactor(ctx, now.id, totp)
  if (factor === 'needed' || factor === 'wrong') {
    return refuse('unauthenticated', `The code of the authenticator is ${factor}.`, {
      fields: { totp: `is ${factor}` },
    })
  }
  for (const { key, limit } of own) await ctx.limiter.forget(key, limit)
  // Not forgotten: one account of their own would give guessers a new hundred each time.
  if (address) await ctx.limiter.giveBack(address.key, address.limit)
  return now
}

/** One spelling of a login: what is typed in another case or with blanks is the same try. */
function spellingOf(login: string) {
  const text = login.normalize('NFKC').trim().toLowerCase()
  return findAddress(text) ?? text
}

/**
 * Whoever has proven the address, has the user name, or was the last to begin a sign-up with the address and a
 * password. `byDevice` and `byAddress` say whether the account has been used from there.
 */
function findAccount(em: EntityManager, login: string, deviceId: string | null, { ip }: From) {
  return row<Found>(
    em,
    sql`select users.id, password_hash as "passwordHash",
        exists (select 1 from session where user_id = users.id and ${deviceId}::uuid in (id, device_id)) as "byDevice",
        exists (select 1 from session where user_id = users.id and ip = ${ip}
          and last_seen_at > now() - interval '90 days') as "byAddress",
        exists (select 1 from totp where user_id = users.id and confirmed_at is not null) as "hasTotp"
      from users where password_hash is not null and id in (
          select id from users where username = ${login}
          union all select id from users where verified_at is not null and email = ${login}
          union all select id from users where verified_at is not null and phone = ${login}
          union all select id from users where stage = 'code' and coalesce(email, phone) = ${login})
        and (status <> 'deleted' or deleted_at > now() - ${rightToUndo.days} * interval '1 day')
      order by verified_at is null, created_at desc limit 1`,
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

type Locked = Admitted & { status: 'active' | 'suspended' | 'deleted'; until: string | null }

const lockAccount = (em: EntityManager, { id, passwordHash }: Found) =>
  row<Locked>(
    em,
    sql`select id, stage, status,
        to_char((deleted_at + ${rightToUndo.days} * interval '1 day') at time zone 'UTC', 'FMDD FMMonth YYYY') as until
      from users where id = ${id} and password_hash = ${passwordHash} for no key update`,
  )

function refusalOf({ status, until }: Locked, wanted: 'active' | 'deleted') {
  if (wanted === 'deleted') return refuse('conflict', 'This account is not deleted.')
  if (status === 'suspended') return refuse('forbidden', 'This account is suspended.')
  return refuse('forbidden', `This account is deleted; until ${until} users.undelete takes that back.`, {
    fields: { account: 'deleted' },
  })
}
