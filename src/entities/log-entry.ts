import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Stream } from '#contract'
import { now } from './columns.ts'

/** A durable event of a recipient: references, rendered when it is sent or read. */
const schema = defineEntity({
  name: 'LogEntry',
  properties: {
    userId: p.uuid().primary(),
    stream: p.string().$type<Stream>().length(20).primary(),
    seq: p.integer().primary(),
    event: p.string().length(40),
    refs: p.json().$type<Record<string, unknown>>(),
    at: now().index('log_entry_age'),
  },
})

export class LogEntry extends schema.class {}
schema.setClass(LogEntry)
