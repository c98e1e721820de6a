import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { User } from './user.ts'

/** That one person follows another, or has asked to. */
const schema = defineEntity({
  name: 'Follow',
  indexes: [
    { name: 'follow_newest', properties: ['followeeId', 'status', 'createdAt'] },
    { name: 'follow_latest', properties: ['followerId', 'status', 'createdAt'] },
  ],
  properties: {
    followerId: () => p.manyToOne(User).mapToPk().primary().name('follower_id').deleteRule('cascade'),
    followeeId: () => p.manyToOne(User).mapToPk().primary().name('followee_id').deleteRule('cascade'),
    status: p.string().$type<'following' | 'requested'>(),
    /** Whether it is part of the followee's count of followers: not while the follower's account is suspended or deleted. */
    followerCounted: p.boolean().default(true),
    /** The same of the follower's count of those they follow, while the followee's account is. */
    followeeCounted: p.boolean().default(true),
    createdAt: now(),
  },
})

export class Follow extends schema.class {}
schema.setClass(Follow)
