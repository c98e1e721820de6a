import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { Post } from './post.ts'
import { User } from './user.ts'

/** A user has saved a post. */
const schema = defineEntity({
  name: 'PostSave',
  indexes: [{ name: 'post_save_newest', properties: ['userId', 'createdAt', 'postId'] }],
  properties: {
    postId: () => p.manyToOne(Post).mapToPk().primary().name('post_id').deleteRule('cascade'),
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    createdAt: now(),
  },
})

export class PostSave extends schema.class {}
schema.setClass(PostSave)
