import type { Authentication, Sessions } from '#auth/sessions'
import { ApiError } from './errors.ts'
import { databaseError } from './transaction.ts'

/** Returns the viewer of an access token. Throws `unauthenticated` if it is missing, expired, revoked or not ours. */
export async function authenticate(sessions: Pick<Sessions, 'authenticate'>, token: string | null) {
  const found = await sessions.authenticate(token).catch((error): Authentication => {
    throw databaseError(error) ?? error
  })
  if (found.rejected !== undefined) throw new ApiError('unauthenticated', reasons[found.rejected])
  return found
}

const reasons = {
  missing: 'An access token is required.',
  invalid: 'The access token is invalid or has expired.',
  ended: 'This session has ended.',
}
