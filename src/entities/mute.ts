import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { User } from './user.ts'

/** That one person wants to hear less of another, who does not learn of it. */
const schema = defineEntity({
  name: 'Mute',
  properties: {
    muterId: () => p.manyToOne(User).mapToPk().primary().name('muter_id').deleteRule('cascade'),
    mutedId: () => p.manyToOne(User).mapToPk().primary().name('muted_id').index('mute_muted').deleteRule('cascade'),
    createdAt: now(),
  },
})

export class Mute extends schema.class {}
schema.setClass(Mute)
