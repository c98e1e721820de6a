import { ApiError } from './errors.ts'

/** Full, out of descriptors, read-only for now, or failing: what passes without anybody changing how files are set up. */
const faults = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EMFILE', 'ENFILE', 'EROFS', 'EIO']

/** Whether an error, or what caused it, says that no file can be stored or read just now, whatever the file. */
export function isStorageFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && faults.includes(String(error.code))) || isStorageFault(error.cause)
}

/**
 * For a `catch` where files are stored or read: a fault such as a full disk is noted, and becomes a refusal that says when
 * to come back.
 */
export const storageAway =
  (onError: (error: unknown) => void) =>
  (error: unknown): never => {
    if (error instanceof ApiError) throw error
    onError(error)
    throw new ApiError('unavailable', 'Files cannot be stored or read at the moment; try again later.', {
      retryAfter: 30,
    })
  }
