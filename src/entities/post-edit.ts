import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment, newId, now } from './columns.ts'
import { type Location, Post } from './post.ts'

/** A former version of a published post: what it said until it was edited. */
const schema = defineEntity({
  name: 'PostEdit',
  indexes: [{ name: 'post_edit_newest', properties: ['postId', 'createdAt', 'id'] }],
  properties: {
    id: newId(),
    postId: () => p.manyToOne(Post).mapToPk().name('post_id').deleteRule('cascade'),
    caption: p.string().length(2200),
    location: p.json().$type<Location | null>().nullable(),
    /** Its photos in their order; some may be deleted since. */
    mediaIds: p.array().$type<string[]>().default([]),
    /** When this version was written. */
    writtenAt: moment(),
    /** When it was replaced. */
    createdAt: now(),
  },
})

export class PostEdit extends schema.class {}
schema.setClass(PostEdit)
