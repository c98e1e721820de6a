import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'

/** That a right was taken away: read by every node twice a second, so that its sockets leave or close. */
const schema = defineEntity({
  name: 'Invalidation',
  properties: {
    id: p.bigint().primary().autoincrement(),
    kind: p.string().$type<'session' | 'account' | 'access' | 'post'>().length(10),
    /** The session, account or post that ended; for `access` the viewer who lost it. */
    subjectId: p.uuid(),
    /** For `access`: whose things may no longer be seen. */
    ownerId: p.uuid().nullable(),
    at: now().index('invalidation_at'),
  },
})

export class Invalidation extends schema.class {}
schema.setClass(Invalidation)
