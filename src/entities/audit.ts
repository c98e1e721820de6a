import { defineEntity, p } from '@mikro-orm/postgresql'
import { newId, now } from './columns.ts'
import { User } from './user.ts'

/** An action of a moderator. Rows are only inserted. */
const schema = defineEntity({
  name: 'Audit',
  indexes: [{ name: 'audit_newest', properties: ['at', 'id'] }],
  properties: {
    id: newId(),
    moderatorId: () =>
      p.manyToOne(User).mapToPk().name('moderator_id').index('audit_moderator').nullable().deleteRule('set null'),
    act: p.string().$type<'resolve_report' | 'remove_post' | 'remove_comment' | 'suspend' | 'restore'>(),
    targetKind: p.string().$type<'user' | 'post' | 'comment' | 'report'>(),
    targetId: p.uuid(),
    reason: p.string().length(500).default(''),
    at: now(),
  },
})

export class Audit extends schema.class {}
schema.setClass(Audit)
