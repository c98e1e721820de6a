import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { Post } from './post.ts'
import { User } from './user.ts'

/** A user likes a post. */
const schema = defineEntity({
  name: 'PostLike',
  indexes: [
    { name: 'post_like_newest', properties: ['postId', 'createdAt'] },
    { name: 'post_like_user', properties: ['userId', 'createdAt'] },
  ],
  properties: {
    postId: () => p.manyToOne(Post).mapToPk().primary().name('post_id').deleteRule('cascade'),
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    /** Whether it counts in the post: not while its owner's account is suspended or deleted. */
    counted: p.boolean().default(true),
    createdAt: now(),
  },
})

export class PostLike extends schema.class {}
schema.setClass(PostLike)
