import { plain } from '#core/pipeline/handler'
import { lockCollection } from '#domain/collections/require-collection'
import { Collection } from '#entities'

export const deleteCollection = plain('collections.delete', async function deleteCollection({ collectionId }, ctx) {
  await lockCollection(ctx, collectionId)
  await ctx.em.nativeDelete(Collection, { id: collectionId })
  return {}
})
