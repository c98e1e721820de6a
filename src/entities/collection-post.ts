import { defineEntity, p } from '@mikro-orm/postgresql'
import { Collection } from './collection.ts'
import { now } from './columns.ts'
import { Post } from './post.ts'

/** A saved post is in a collection. */
const schema = defineEntity({
  name: 'CollectionPost',
  indexes: [{ name: 'collection_post_newest', properties: ['collectionId', 'createdAt', 'postId'] }],
  properties: {
    collectionId: () => p.manyToOne(Collection).mapToPk().primary().name('collection_id').deleteRule('cascade'),
    postId: () =>
      p.manyToOne(Post).mapToPk().primary().name('post_id').index('collection_post_post').deleteRule('cascade'),
    createdAt: now(),
  },
})

export class CollectionPost extends schema.class {}
schema.setClass(CollectionPost)
