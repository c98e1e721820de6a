import { ownCollections } from '#access/collections'
import { paged } from '#core/pipeline/handler'
import { viewCollections } from '#views/collections'
import { seenBy } from '#views/view'

export const listCollections = paged('collections.list', {
  find: (_, { em, viewer }, page) =>
    page.newestFirst(ownCollections(em, viewer.id), 'Collection.createdAt', 'Collection.id'),
  view: (ids, ctx, { postId }) => viewCollections(ctx, seenBy(ctx.viewer.id, ids), postId),
})
