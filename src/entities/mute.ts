import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { User } from './user.ts'

/** A user mutes another, who is not told. */
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
