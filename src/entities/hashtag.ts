import { defineEntity, p } from '@mikro-orm/postgresql'
import { counter, now } from './columns.ts'

/** A hashtag in its canonical spelling, see `tagOf`, and how many posts of public accounts have it: the counted `PostHashtag`. */
const schema = defineEntity({
  name: 'Hashtag',
  indexes: [
    {
      name: 'hashtag_search',
      expression: 'create index "hashtag_search" on "hashtag" using gin ("tag" gin_trgm_ops)',
    },
    { name: 'hashtag_popular', properties: ['postCount', 'tag'], where: 'post_count > 0' },
  ],
  properties: {
    tag: p.string().length(200).primary(),
    postCount: counter(),
    createdAt: now(),
  },
})

export class Hashtag extends schema.class {}
schema.setClass(Hashtag)
