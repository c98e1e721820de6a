import type { WriteContext } from '#core/pipeline/context'
import { invalid, notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { lockCollection } from '#domain/collections/require-collection'
import { Collection, CollectionPost } from '#entities'
import { viewCollections } from '#views/collections'
import { seenBy } from '#views/view'

export const updateCollection = plain('collections.update', async function updateCollection(input, ctx) {
  const { collectionId, title, coverPostId } = input
  await lockCollection(ctx, collectionId)
  if (coverPostId) await requireMember(ctx, collectionId, coverPostId)
  const changes = {
    ...(title === undefined ? {} : { title }),
    ...(coverPostId === undefined ? {} : { coverPostId }),
  }
  if (Object.keys(changes).length > 0) await ctx.em.nativeUpdate(Collection, { id: collectionId }, changes)
  const [collection] = await viewCollections(ctx, seenBy(ctx.viewer.id, [collectionId]))
  if (!collection) throw notFound('collection')
  return collection
})

async function requireMember({ em }: WriteContext, collectionId: string, postId: string) {
  const count = await em.count(CollectionPost, { collectionId, postId })
  if (count === 0) throw invalid({ coverPostId: 'names no post of this collection' })
}
