import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Entity } from '#contract'
import { counter, moment, newId, now } from './columns.ts'
import { User } from './user.ts'

export type Location = { name: string; latitude?: number | undefined; longitude?: number | undefined }

/** Where a post stands. A deleted one can be restored for 30 days; its former status is kept. */
export type PostStatus = 'published' | 'processing' | 'draft' | 'scheduled' | 'archived' | 'deleted'

/** A post. Counts equal the rows they count at every commit; `version` grows with each of them. */
const schema = defineEntity({
  name: 'Post',
  indexes: [
    { name: 'post_by_author', properties: ['authorId', 'status', 'publishedAt', 'id'] },
    { name: 'post_unpublished', properties: ['authorId', 'status', 'createdAt', 'id'], where: "status <> 'published'" },
    { name: 'post_due', properties: ['publishAt'], where: "status = 'scheduled'" },
    { name: 'post_deleted', properties: ['deletedAt'], where: "status = 'deleted'" },
    { name: 'post_pinned', properties: ['authorId', 'pinnedAt'], where: 'pinned_at is not null' },
    { name: 'post_reposts_by', properties: ['authorId', 'repostCounted'], where: 'shared_post_id is not null' },
    { name: 'post_reposts', properties: ['sharedPostId'], where: 'shared_post_id is not null' },
  ],
  properties: {
    id: newId(),
    authorId: () => p.manyToOne(User).mapToPk().name('author_id').deleteRule('cascade'),
    caption: p.string().length(2200).default(''),
    /** What the caption mentions, tags and links to, parsed when it was written; null for captions from before that. */
    entities: p.json().$type<Entity[] | null>().nullable(),
    location: p.json().$type<Location | null>().nullable(),
    commentsDisabled: p.boolean().default(false),
    /** Whether only the author sees how many likes it has, and from whom. */
    likesHidden: p.boolean().default(false),
    /** The post that this one reposts; it may be gone. */
    sharedPostId: p.uuid().nullable(),
    /** Whether it counts as a share of that post: while it is published, by an active account. */
    repostCounted: p.boolean().default(false),
    status: p.string().$type<PostStatus>(),
    formerStatus: p.string().$type<Exclude<PostStatus, 'deleted'> | null>().nullable(),
    likeCount: counter(),
    commentCount: counter(),
    shareCount: counter(),
    version: p.integer().default(1),
    createdAt: now(),
    editedAt: moment().nullable(),
    /** When a scheduled post is due. */
    publishAt: moment().nullable(),
    publishedAt: moment().nullable(),
    archivedAt: moment().nullable(),
    deletedAt: moment().nullable(),
    pinnedAt: moment().nullable(),
  },
})

export class Post extends schema.class {}
schema.setClass(Post)
