import { Refusal, refuse } from './refusal.ts'

/**
 * For a `catch` where files are stored or read: a fault such as a full disk is noted, and becomes a refusal that says when
 * to come back.
 */
export const storageAway =
  (onError: (error: unknown) => void) =>
  (error: unknown): never => {
    if (error instanceof Refusal) throw error
    onError(error)
    throw refuse('unavailable', 'Files cannot be stored or read at the moment; try again later.', { retryAfter: 30 })
  }
