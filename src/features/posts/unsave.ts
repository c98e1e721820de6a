import { ownCollections } from '#access/collections'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { PostSave } from '#entities'

export const unsavePost = plain('posts.unsave', async function unsavePost({ postId }, { em, viewer }) {
  // First: it waits for a `collections.add` of the same post, whose row the second statement then sees.
  await em.nativeDelete(PostSave, { postId, userId: viewer.id })
  await db(em)
    .deleteFrom('CollectionPost')
    .where('postId', '=', postId)
    .where('collectionId', 'in', ownCollections(em, viewer.id).select('Collection.id'))
    .execute()
  return { saved: false }
})
