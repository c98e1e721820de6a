import { defineEntity, p } from '@mikro-orm/postgresql'
import { Media } from './media.ts'
import { Post } from './post.ts'

/** The position of a photo in a post. A photo belongs to at most one post. */
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
