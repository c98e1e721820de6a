import type { HandlersOf } from '#core/pipeline/handler'
import { addToCollection } from './add.ts'
import { createCollection } from './create.ts'
import { deleteCollection } from './delete.ts'
import { listCollections } from './list.ts'
import { listCollectionPosts } from './posts.ts'
import { removeFromCollection } from './remove.ts'
import { updateCollection } from './update.ts'

export const collections: HandlersOf<'collections'> = {
  'collections.list': listCollections,
  'collections.create': createCollection,
  'collections.update': updateCollection,
  'collections.delete': deleteCollection,
  'collections.posts': listCollectionPosts,
  'collections.add': addToCollection,
  'collections.remove': removeFromCollection,
}
