import { defineEntity, p } from '@mikro-orm/postgresql'
import type { ActivityKind } from '#contract'
import { counter, moment, newId, now } from './columns.ts'
import { User } from './user.ts'

/** A user's request to remove much of their activity, and how far the job is. */
const schema = defineEntity({
  name: 'ActivityClearing',
  properties: {
    id: newId(),
    userId: () => p.manyToOne(User).mapToPk().name('user_id').index('activity_clearing_user').deleteRule('cascade'),
    /** What is removed; null for all. */
    kind: p.string().$type<ActivityKind | null>().nullable(),
    /** Nothing newer is removed. */
    before: moment(),
    removed: counter(),
    doneAt: moment().nullable(),
    createdAt: now(),
  },
})

export class ActivityClearing extends schema.class {}
schema.setClass(ActivityClearing)
