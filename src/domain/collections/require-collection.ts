import { ownCollections } from '#access/collections'
import type { ReadContext, Viewer } from '#core/pipeline/context'
import { notFound } from '#core/pipeline/errors'

type Viewing = Pick<ReadContext, 'em'> & { viewer: Viewer }

/** Throws `not_found` unless the collection is the viewer's own. */
export async function requireCollection({ em, viewer }: Viewing, collectionId: string) {
  const found = await ownCollections(em, viewer.id)
    .where('Collection.id', '=', collectionId)
    .select('Collection.id')
    .executeTakeFirst()
  if (!found) throw notFound('collection')
}

/** The same, and locks it: until the commit nobody deletes it. */
export async function lockCollection({ em, viewer }: Viewing, collectionId: string) {
  const found = await ownCollections(em, viewer.id)
    .where('Collection.id', '=', collectionId)
    .select('Collection.id')
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!found) throw notFound('collection')
}
