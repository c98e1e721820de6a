import { defineEntity, p } from '@mikro-orm/postgresql'
import { moment, newId, now } from './columns.ts'
import { User } from './user.ts'

/** A report to the moderators. */
const schema = defineEntity({
  name: 'Report',
  uniques: [{ name: 'report_open', properties: ['reporterId', 'targetId'], where: "status = 'open'" }],
  indexes: [{ name: 'report_newest', properties: ['status', 'createdAt', 'id'] }],
  properties: {
    id: newId(),
    reporterId: () =>
      p.manyToOne(User).mapToPk().name('reporter_id').index('report_reporter').nullable().deleteRule('set null'),
    kind: p.string().$type<'user' | 'post' | 'comment' | 'message'>(),
    targetId: p.uuid(),
    reason: p.string().length(60),
    note: p.string().length(1000).default(''),
    status: p.string().$type<'open' | 'resolved'>().default('open'),
    outcome: p.string().$type<'dismissed' | 'acted'>().nullable(),
    createdAt: now(),
    resolvedAt: moment().nullable(),
  },
})

export class Report extends schema.class {}
schema.setClass(Report)
