import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment, now } from './columns.ts'
import { Post } from './post.ts'
import { User } from './user.ts'

/** A user is or was tagged in photos of a post, see `PhotoTag`: they are notified once, and stay out once they have removed themselves. */
const schema = defineEntity({
  name: 'TaggedUser',
  indexes: [{ name: 'tagged_user_newest', properties: ['userId', 'createdAt', 'postId'] }],
  properties: {
    postId: () => p.manyToOne(Post).mapToPk().primary().name('post_id').deleteRule('cascade'),
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    /** Whether a photo still shows them. */
    present: p.boolean().default(true),
    /** When they removed themselves: nobody can tag them in this post any more. */
    removedAt: moment().nullable(),
    notifiedAt: moment().nullable(),
    /** When they were tagged, or when the post was published with them. */
    createdAt: now(),
  },
})

export class TaggedUser extends schema.class {}
schema.setClass(TaggedUser)
