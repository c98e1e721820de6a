import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { Media } from './media.ts'
import { Post } from './post.ts'
import { User } from './user.ts'

/** A user is tagged in a photo of a post, at a place in 0–1 of its width and height. */
const schema = defineEntity({
  name: 'PhotoTag',
  indexes: [{ name: 'photo_tag_newest', properties: ['userId', 'createdAt', 'postId'] }],
  properties: {
    postId: () => p.manyToOne(Post).mapToPk().primary().name('post_id').deleteRule('cascade'),
    mediaId: () =>
      p.manyToOne(Media).mapToPk().primary().name('media_id').index('photo_tag_media').deleteRule('cascade'),
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    x: p.double().$type<number>(),
    y: p.double().$type<number>(),
    createdAt: now(),
  },
})

export class PhotoTag extends schema.class {}
schema.setClass(PhotoTag)
