import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment, newId, now } from './columns.ts'
import { User } from './user.ts'

/** A ZIP of a user's own data: made by a worker, kept for seven days. */
const schema = defineEntity({
  name: 'Export',
  properties: {
    id: newId(),
    userId: () => p.manyToOne(User).mapToPk().name('user_id').index('export_user').deleteRule('cascade'),
    status: p.string().$type<'processing' | 'ready' | 'failed'>().default('processing'),
    createdAt: now(),
    expiresAt: moment().nullable(),
  },
})

export class Export extends schema.class {}
schema.setClass(Export)
