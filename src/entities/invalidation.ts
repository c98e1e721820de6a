import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'

/** A lost right. Every node reads new rows twice a second, so that its sockets leave or close. */
const schema = defineEntity({
  name: 'Invalidation',
  properties: {
    id: p.bigint().primary().autoincrement(),
    kind: p.string().$type<'session' | 'account' | 'access' | 'follow' | 'post' | 'privacy'>().length(10),
    /** The ended session, account or post, or the account that became private; for `access` and `follow` the viewer who lost access. */
    subjectId: p.uuid(),
    /** The owner of what may no longer be seen: everything (`access`), or what only followers see (`follow`). */
    ownerId: p.uuid().nullable(),
    at: now().index('invalidation_at'),
  },
})

export class Invalidation extends schema.class {}
schema.setClass(Invalidation)
