import { defineEntity, p } from '@mikro-orm/postgresql'
import { counter, moment, newId, now } from './columns.ts'
import { User } from './user.ts'

export type Location = { name: string; latitude?: number | undefined; longitude?: number | undefined }

/** A post. Counts equal the rows they count at every commit; `version` grows with each of them. */
const schema = defineEntity({
  name: 'Post',
  indexes: [{ name: 'post_by_author', properties: ['authorId', 'status', 'publishedAt', 'id'] }],
  properties: {
    id: newId(),
    authorId: () => p.manyToOne(User).mapToPk().name('author_id').deleteRule('cascade'),
    caption: p.string().length(2200).default(''),
    location: p.json().$type<Location | null>().nullable(),
    commentsDisabled: p.boolean().default(false),
    status: p.string().$type<'published' | 'processing'>(),
    likeCount: counter(),
    commentCount: counter(),
    shareCount: counter(),
    version: p.integer().default(1),
    createdAt: now(),
    editedAt: moment().nullable(),
    publishedAt: moment().nullable(),
  },
})

export class Post extends schema.class {}
schema.setClass(Post)
