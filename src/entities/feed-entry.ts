import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment } from './columns.ts'
import { Post } from './post.ts'

/** A post in a user's feed. A copy for speed: every read applies the access rules again. */
const schema = defineEntity({
  name: 'FeedEntry',
  indexes: [{ name: 'feed_entry_newest', properties: ['ownerId', 'publishedAt', 'postId'] }],
  properties: {
    ownerId: p.uuid().primary(),
    postId: () => p.manyToOne(Post).mapToPk().primary().name('post_id').index('feed_entry_post').deleteRule('cascade'),
    authorId: p.uuid(),
    publishedAt: moment(),
  },
})

export class FeedEntry extends schema.class {}
schema.setClass(FeedEntry)
