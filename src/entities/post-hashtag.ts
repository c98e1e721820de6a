import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment } from './columns.ts'
import { Post } from './post.ts'

/** A post has a hashtag in its caption. */
const schema = defineEntity({
  name: 'PostHashtag',
  indexes: [{ name: 'post_hashtag_newest', properties: ['tag', 'publishedAt', 'postId'] }],
  properties: {
    postId: () => p.manyToOne(Post).mapToPk().primary().name('post_id').deleteRule('cascade'),
    tag: p.string().length(200).primary(),
    /** As of the post; null while it is not published. */
    publishedAt: moment().nullable(),
    /** Whether it counts in the hashtag: while the post is published, and its author's account is active and public. */
    counted: p.boolean().default(false),
  },
})

export class PostHashtag extends schema.class {}
schema.setClass(PostHashtag)
