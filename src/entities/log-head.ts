import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Stream } from '#contract'
import { User } from './user.ts'

/** The last number of a user's log in a stream; locked to take the next. `floor` is the last number that was dropped. */
const schema = defineEntity({
  name: 'LogHead',
  properties: {
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    stream: p.string().$type<Stream>().length(20).primary(),
    seq: p.integer().default(0),
    floor: p.integer().default(0),
  },
})

export class LogHead extends schema.class {}
schema.setClass(LogHead)
