import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'

/** A completed request with an idempotency key, and the ids of what it created; kept for 24 hours. */
const schema = defineEntity({
  name: 'Idempotency',
  properties: {
    userId: p.uuid().primary(),
    operation: p.string().length(60).primary(),
    key: p.uuid().primary(),
    bodyHash: p.string().length(43),
    result: p.json().$type<Record<string, unknown> | null>().nullable(),
    createdAt: now().index('idempotency_age'),
  },
})

export class Idempotency extends schema.class {}
schema.setClass(Idempotency)
