import { defineEntity, p } from '@mikro-orm/postgresql'
import { newId, now } from './columns.ts'
import { User } from './user.ts'

/** A collection of saved posts, seen by its owner alone. */
const schema = defineEntity({
  name: 'Collection',
  indexes: [{ name: 'collection_newest', properties: ['ownerId', 'createdAt', 'id'] }],
  properties: {
    id: newId(),
    ownerId: () => p.manyToOne(User).mapToPk().name('owner_id').deleteRule('cascade'),
    title: p.string().length(100),
    /** The post that gives the cover; without one, the post added last. */
    coverPostId: p.uuid().nullable(),
    createdAt: now(),
  },
})

export class Collection extends schema.class {}
schema.setClass(Collection)
