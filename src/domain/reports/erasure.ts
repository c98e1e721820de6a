import type { WriteContext } from '#core/pipeline/context'
import { Report } from '#entities'

/** Keeps what a user reported of others, without who reported it. */
export async function eraseReporter({ em }: WriteContext, userId: string): Promise<false> {
  await em.nativeUpdate(Report, { reporterId: userId }, { reporterId: null })
  return false
}
