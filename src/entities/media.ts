import { defineEntity, p } from '@mikro-orm/postgresql'
import { newId, now } from './columns.ts'
import { type StoredImage, User } from './user.ts'

/** An uploaded photo: its original until it is rendered, then its renditions. */
const schema = defineEntity({
  name: 'Media',
  properties: {
    id: newId(),
    ownerId: () => p.manyToOne(User).mapToPk().name('owner_id').index('media_owner').deleteRule('cascade'),
    status: p.string().$type<'processing' | 'ready' | 'failed'>().default('processing'),
    altText: p.string().length(1000).default(''),
    /** Where the upload lies until it is rendered. */
    originalKey: p.string().length(100),
    bytes: p.integer(),
    image: p.json().$type<StoredImage | null>().nullable(),
    failure: p.string().length(300).nullable(),
    createdAt: now(),
  },
})

export class Media extends schema.class {}
schema.setClass(Media)
