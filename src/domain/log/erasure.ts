import type { WriteContext } from '#core/pipeline/context'
import { deleteRowsOf } from '#database'
import { LogHead } from '#entities'

/** Deletes a user's log, its heads at the end. Returns whether there may be more. */
export async function eraseLog({ em }: WriteContext, userId: string): Promise<boolean> {
  if (await deleteRowsOf(em, userId, { LogEntry: ['userId'] })) return true
  await em.nativeDelete(LogHead, { userId })
  return false
}
