import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'

/** That a right was taken away: read by every node twice a second, so that its sockets leave or close. */
const schema = defineEntity({
  name: 'Invalidation',
  properties: {
    id: p.bigint().primary().autoincrement(),
    kind: p.string().$type<'session' | 'account' | 'access' | 'follow' | 'post' | 'privacy'>().length(10),
    /** The session, account or post that ended, the account that went private; for `access` and `follow` the viewer who lost it. */
    subjectId: p.uuid(),
    /** Whose things may no longer be seen: at all (`access`), or those that only followers see (`follow`). */
    ownerId: p.uuid().nullable(),
    at: now().index('invalidation_at'),
  },
})

export class Invalidation extends schema.class {}
schema.setClass(Invalidation)
