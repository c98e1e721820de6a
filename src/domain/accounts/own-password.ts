import type { EntityManager } from '@mikro-orm/postgresql'
import type { PrepareContext, Viewer } from '#core/pipeline/context'
import { ApiError, tooMany } from '#core/pipeline/errors'
import { row, sql } from '#database/statement'

/** Tries of one account's own password, whoever holds a session of it. */
const limit = { points: 10, seconds: 15 * 60, shared: true }

type Own = Pick<PrepareContext, 'em' | 'credentials' | 'limiter'> & { viewer: Viewer }

/**
 * For `prepare`: refuses whoever does not know the password of the account they are signed in to. Answers the hash that
 * was checked, for `lockWithPassword`.
 */
export async function checkOwnPassword({ em, credentials, limiter, viewer }: Own, currentPassword: string) {
  if (currentPassword === '') throw wrong()
  const key = `own-password ${viewer.id}`
  const state = await limiter.consume(key, limit)
  if (!state.ok) throw tooMany(state.resetSeconds)
  const own = await row<{ hash: string | null }>(
    em,
    sql`select password_hash as hash from users where id = ${viewer.id}`,
  )
  const hash = own?.hash ?? null
  if (!(await credentials.checkPassword(hash, currentPassword)) || hash === null) throw wrong()
  await limiter.forget(key, limit)
  return hash
}

/** Locks an account until the end of the transaction, and refuses if its password is no longer the one that was checked. */
export async function lockWithPassword(em: EntityManager, userId: string, checkedHash: string) {
  const own = await row<{ hash: string | null }>(
    em,
    sql`select password_hash as hash from users where id = ${userId} for no key update`,
  )
  if (own?.hash !== checkedHash) throw wrong()
}

const wrong = () =>
  new ApiError('forbidden', 'The current password is missing or wrong.', {
    fields: { currentPassword: 'is missing or wrong' },
  })
