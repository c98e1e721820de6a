import { defineEntity, p } from '@mikro-orm/postgresql'
import { Media } from './media.ts'
import { Post } from './post.ts'

/** A photo's place in a post. A photo belongs to one post at most. */
const schema = defineEntity({
  name: 'PostMedia',
  properties: {
    postId: () => p.manyToOne(Post).mapToPk().primary().name('post_id').deleteRule('cascade'),
    position: p.smallint().primary(),
    mediaId: () => p.manyToOne(Media).mapToPk().name('media_id').unique('post_media_once').deleteRule('cascade'),
  },
})

export class PostMedia extends schema.class {}
schema.setClass(PostMedia)
