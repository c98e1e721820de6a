import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { User } from './user.ts'

/** A user follows another, or has requested to. */
const schema = defineEntity({
  name: 'Follow',
  indexes: [
    { name: 'follow_newest', properties: ['followeeId', 'status', 'createdAt'] },
    { name: 'follow_latest', properties: ['followerId', 'status', 'createdAt'] },
    { name: 'follow_large', properties: ['followerId'], where: 'followee_large' },
  ],
  properties: {
    followerId: () => p.manyToOne(User).mapToPk().primary().name('follower_id').deleteRule('cascade'),
    followeeId: () => p.manyToOne(User).mapToPk().primary().name('followee_id').deleteRule('cascade'),
    status: p.string().$type<'following' | 'requested'>(),
    /** Whether it counts in the followee's followers: not while the follower's account is suspended or deleted. */
    followerCounted: p.boolean().default(true),
    /** Whether it counts in the follower's following: not while the followee's account is suspended or deleted. */
    followeeCounted: p.boolean().default(true),
    /** Whether the followee is a large account, whose posts are merged into the follower's feed when it is read. */
    followeeLarge: p.boolean().default(false),
    createdAt: now(),
  },
})

export class Follow extends schema.class {}
schema.setClass(Follow)
