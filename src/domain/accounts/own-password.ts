import type { EntityManager } from '@mikro-orm/postgresql'
import type { PrepareContext, Viewer } from '#core/pipeline/context'
import { ApiError, tooMany } from '#core/pipeline/errors'
import { db } from '#database'

/** Tries of an account's own password, from all its sessions. */
const limit = { points: 10, seconds: 15 * 60, shared: true }

type Own = Pick<PrepareContext, 'em' | 'credentials' | 'limiter'> & { viewer: Viewer }

/** For `prepare`: throws unless this is the viewer's password. Returns the hash that was checked, for `lockWithPassword`. */
export async function checkOwnPassword({ em, credentials, limiter, viewer }: Own, currentPassword: string) {
  if (currentPassword === '') throw wrong()
  const key = `own-password ${viewer.id}`
  const state = await limiter.consume(key, limit)
  if (!state.ok) throw tooMany(state.resetSeconds)
  const hash = (await hashOf(em, viewer.id).executeTakeFirst())?.passwordHash ?? null
  if (!(await credentials.checkPassword(hash, currentPassword)) || hash === null) throw wrong()
  await limiter.forget(key, limit)
  return hash
}

/** Locks an account until the end of the transaction; throws if its password is no longer the one that was checked. */
export async function lockWithPassword(em: EntityManager, userId: string, checkedHash: string) {
  const own = await hashOf(em, userId).forNoKeyUpdate().executeTakeFirst()
  if (own?.passwordHash !== checkedHash) throw wrong()
}

const hashOf = (em: EntityManager, userId: string) =>
  db(em).selectFrom('User').select('passwordHash').where('id', '=', userId)

const wrong = () =>
  new ApiError('forbidden', 'The current password is missing or wrong.', {
    fields: { currentPassword: 'is missing or wrong' },
  })
