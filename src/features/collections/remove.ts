import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { lockCollection } from '#domain/collections/require-collection'
import { CollectionPost } from '#entities'
import { viewCollections } from '#views/collections'
import { seenBy } from '#views/view'

export const removeFromCollection = plain('collections.remove', async function removeFromCollection(input, ctx) {
  const { collectionId, postId } = input
  await lockCollection(ctx, collectionId)
  await ctx.em.nativeDelete(CollectionPost, { collectionId, postId })
  const [collection] = await viewCollections(ctx, seenBy(ctx.viewer.id, [collectionId]), postId)
  if (!collection) throw notFound('collection')
  return collection
})
