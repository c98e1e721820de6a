import { ownCollections } from '#access/collections'
import { canSeePost } from '#access/posts'
import { paged } from '#core/pipeline/handler'
import { requireCollection } from '#domain/collections/require-collection'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listCollectionPosts = paged('collections.posts', {
  async find({ collectionId }, ctx, page) {
    await requireCollection(ctx, collectionId)
    return page.newestFirst(
      ownCollections(ctx.em, ctx.viewer.id)
        .innerJoin('CollectionPost', 'CollectionPost.collectionId', 'Collection.id')
        .innerJoin('Post', 'Post.id', 'CollectionPost.postId')
        .innerJoin('User as author', 'author.id', 'Post.authorId')
        .where('CollectionPost.collectionId', '=', collectionId)
        .where(canSeePost(ctx.viewer.id)),
      'CollectionPost.createdAt',
      'CollectionPost.postId',
    )
  },
  view: (ids, ctx) => viewPosts(ctx, seenBy(ctx.viewer.id, ids)),
})
