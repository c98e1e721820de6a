import { ownCollections } from '#access/collections'
import { maxCollections } from '#contract'
import { ApiError, resultGone } from '#core/pipeline/errors'
import { creating } from '#core/pipeline/handler'
import { lockUsers } from '#domain/users/lock-users'
import { Collection } from '#entities'
import { viewCollections } from '#views/collections'
import { seenBy } from '#views/view'

export const createCollection = creating('collections.create', {
  async make({ title }, { em, viewer }) {
    // Two at once would both be the last one allowed.
    await lockUsers(em, [viewer.id])
    const known = await ownCollections(em, viewer.id).select('Collection.id').limit(maxCollections).execute()
    if (known.length >= maxCollections) {
      throw new ApiError('conflict', `You have ${maxCollections} collections. Delete one to create another.`)
    }
    return { collectionId: await em.insert(Collection, { ownerId: viewer.id, title }) }
  },

  async view({ collectionId }, ctx) {
    const [collection] = await viewCollections(ctx, seenBy(ctx.viewer.id, [collectionId]))
    if (!collection) throw resultGone()
    return collection
  },
})
