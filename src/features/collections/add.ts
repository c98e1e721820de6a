import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { lockCollection } from '#domain/collections/require-collection'
import { requireVisiblePost } from '#domain/posts/require-post'
import { CollectionPost } from '#entities'
import { viewCollections } from '#views/collections'
import { seenBy } from '#views/view'

export const addToCollection = plain('collections.add', async function addToCollection({ collectionId, postId }, ctx) {
  const { em, viewer } = ctx
  await lockCollection(ctx, collectionId)
  await requireVisiblePost(ctx, postId)
  // An update locks a row that is there: `posts.unsave` at the same time comes before or after both inserts.
  await db(em)
    .insertInto('PostSave')
    .values({ postId, userId: viewer.id })
    .onConflict(conflict => conflict.columns(['postId', 'userId']).doUpdateSet({ userId: viewer.id }))
    .execute()
  await em.upsert(CollectionPost, { collectionId, postId }, { onConflictAction: 'ignore' })
  const [collection] = await viewCollections(ctx, seenBy(viewer.id, [collectionId]), postId)
  if (!collection) throw notFound('collection')
  return collection
})
