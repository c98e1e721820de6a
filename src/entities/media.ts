import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Crop } from '#contract'
import { newId, now } from './columns.ts'
import { type StoredImage, User } from './user.ts'

/** An uploaded photo: its original until it is rendered, then its renditions. */
const schema = defineEntity({
  name: 'Media',
  indexes: [{ name: 'media_unchecked', properties: ['createdAt'], where: 'unchecked' }],
  properties: {
    id: newId(),
    ownerId: () => p.manyToOne(User).mapToPk().name('owner_id').index('media_owner').deleteRule('cascade'),
    status: p.string().$type<'processing' | 'ready' | 'failed'>().default('processing'),
    altText: p.string().length(1000).default(''),
    /** Where the upload is stored until it is rendered. */
    originalKey: p.string().length(100),
    bytes: p.integer(),
    /** The visible part of the upright picture, in its pixels. */
    crop: p.json().$type<Crop | null>().nullable(),
    image: p.json().$type<StoredImage | null>().nullable(),
    failure: p.string().length(300).nullable(),
    /** Whether it is still to be checked for use: once, when it is a day old. */
    unchecked: p.boolean().default(true),
    createdAt: now(),
  },
})

export class Media extends schema.class {}
schema.setClass(Media)
