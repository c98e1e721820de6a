import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Entity } from '#contract'
import { counter, moment, newId, now } from './columns.ts'
import { Post } from './post.ts'
import { User } from './user.ts'

/** A comment or a reply. The parent of a reply is the comment that began the thread. */
const schema = defineEntity({
  name: 'Comment',
  indexes: [
    { name: 'comment_of_post', properties: ['postId', 'createdAt', 'id'], where: 'parent_id is null' },
    { name: 'comment_replies', properties: ['parentId', 'createdAt', 'id'], where: 'parent_id is not null' },
    { name: 'comment_author', properties: ['authorId', 'createdAt'] },
    { name: 'comment_post', properties: ['postId', 'createdAt'] },
    { name: 'comment_top', properties: ['postId', 'likeCount', 'createdAt', 'id'], where: 'parent_id is null' },
    { name: 'comment_pinned', properties: ['postId', 'createdAt', 'id'], where: 'pinned' },
  ],
  properties: {
    id: newId(),
    postId: () => p.manyToOne(Post).mapToPk().name('post_id').deleteRule('cascade'),
    authorId: () => p.manyToOne(User).mapToPk().name('author_id').deleteRule('cascade'),
    text: p.string().length(2200),
    /** What the text mentions, tags and links to, parsed when it was written; null for texts from before that. */
    entities: p.json().$type<Entity[] | null>().nullable(),
    parentId: p.uuid().nullable(),
    replyToId: p.uuid().nullable(),
    likeCount: counter(),
    replyCount: counter(),
    pinned: p.boolean().default(false),
    /** Whether it counts in its post and thread: not while its author's account is suspended or deleted. */
    counted: p.boolean().default(true),
    /** Whether it has a hidden word of the post's author: then only its writer and that author see it. */
    hidden: p.boolean().default(false),
    /** A deleted comment with replies stays as a placeholder without text and author. */
    deletedAt: moment().nullable(),
    createdAt: now(),
    editedAt: moment().nullable(),
  },
})

export class Comment extends schema.class {}
schema.setClass(Comment)
