import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { User } from './user.ts'

/** A user follows a hashtag. */
const schema = defineEntity({
  name: 'HashtagFollow',
  indexes: [{ name: 'hashtag_follow_newest', properties: ['userId', 'createdAt', 'tag'] }],
  properties: {
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    tag: p.string().length(200).primary().index('hashtag_follow_tag'),
    createdAt: now(),
  },
})

export class HashtagFollow extends schema.class {}
schema.setClass(HashtagFollow)
