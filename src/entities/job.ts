import { defineEntity, p } from '@mikro-orm/postgresql'
import { counter, moment, now } from './columns.ts'

/** A job in the outbox. The row is deleted in the transaction that records the job's effect. */
const schema = defineEntity({
  name: 'Job',
  tableName: 'task',
  indexes: [{ name: 'task_due', properties: ['runAt'] }],
  properties: {
    id: p.string().length(120).primary(),
    job: p.string().length(40),
    payload: p.json().$type<Record<string, unknown>>(),
    /** Incremented when the job is enqueued again: a run of an older generation does not delete the row. */
    generation: p.integer().default(1),
    attempts: counter(),
    runAt: now(),
    handedAt: moment().nullable(),
    failedAt: moment().nullable(),
    lastError: p.string().length(500).nullable(),
    createdAt: now(),
  },
})

export class Job extends schema.class {}
schema.setClass(Job)
