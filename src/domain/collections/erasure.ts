import { ownCollections } from '#access/collections'
import type { WriteContext } from '#core/pipeline/context'
import { db } from '#database'

/** Each takes with it what it holds. */
const maxAtOnce = 10

/** Deletes a user's collections. Returns whether there may be more. */
export async function eraseCollections({ em }: WriteContext, userId: string): Promise<boolean> {
  const some = ownCollections(em, userId).select('Collection.id').limit(maxAtOnce)
  const deleted = await db(em).deleteFrom('Collection').where('id', 'in', some).executeTakeFirst()
  return deleted.numDeletedRows >= maxAtOnce
}
