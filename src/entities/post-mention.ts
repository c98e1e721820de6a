import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { Post } from './post.ts'
import { User } from './user.ts'

/** A user is or was mentioned in the caption of a post: nobody is notified of a second mention in it. */
const schema = defineEntity({
  name: 'PostMention',
  indexes: [{ name: 'post_mention_newest', properties: ['userId', 'createdAt'] }],
  properties: {
    postId: () => p.manyToOne(Post).mapToPk().primary().name('post_id').deleteRule('cascade'),
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    /** Whether the caption still mentions them. */
    present: p.boolean().default(true),
    createdAt: now(),
  },
})

export class PostMention extends schema.class {}
schema.setClass(PostMention)
