import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { User } from './user.ts'

/** That one person follows another, or has asked to. */
const schema = defineEntity({
  name: 'Follow',
  indexes: [{ name: 'follow_newest', properties: ['followeeId', 'status', 'createdAt'] }],
  properties: {
    followerId: () => p.manyToOne(User).mapToPk().primary().name('follower_id').deleteRule('cascade'),
    followeeId: () => p.manyToOne(User).mapToPk().primary().name('followee_id').deleteRule('cascade'),
    status: p.string().$type<'following' | 'requested'>(),
    createdAt: now(),
  },
})

export class Follow extends schema.class {}
schema.setClass(Follow)
