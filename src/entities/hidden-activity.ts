import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { User } from './user.ts'

/** A user has removed an entry from their list of activity. */
const schema = defineEntity({
  name: 'HiddenActivity',
  properties: {
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    activityId: p.uuid().primary(),
    createdAt: now(),
  },
})

export class HiddenActivity extends schema.class {}
schema.setClass(HiddenActivity)
