import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { User } from './user.ts'

/** A user no longer wants a suggestion. */
const schema = defineEntity({
  name: 'Dismissal',
  properties: {
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    dismissedId: () =>
      p.manyToOne(User).mapToPk().primary().name('dismissed_id').index('dismissal_dismissed').deleteRule('cascade'),
    createdAt: now(),
  },
})

export class Dismissal extends schema.class {}
schema.setClass(Dismissal)
