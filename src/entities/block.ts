import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { User } from './user.ts'

/** A user blocks another: neither sees the other. */
const schema = defineEntity({
  name: 'Block',
  indexes: [{ name: 'block_blocked', properties: ['blockedId', 'blockerId'] }],
  properties: {
    blockerId: () => p.manyToOne(User).mapToPk().primary().name('blocker_id').deleteRule('cascade'),
    blockedId: () => p.manyToOne(User).mapToPk().primary().name('blocked_id').deleteRule('cascade'),
    createdAt: now(),
  },
})

export class Block extends schema.class {}
schema.setClass(Block)
