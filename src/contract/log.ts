import { z } from 'zod'
import { exampleTime } from './examples.ts'
import { exampleMessage } from './messages.ts'
import { type namespaces, operation } from './operation.ts'
import { time } from './primitives.ts'

/** The namespaces with durable events; each has a log of its own. */
export const streams = ['messages', 'notifications', 'users'] as const satisfies readonly (typeof namespaces)[number][]
export type Stream = (typeof streams)[number]

export const logOperations = {
  'log.since': operation({
    access: 'user',
    kind: 'read',
    limit: 'read',
    namespace: streams,
    namespaceField: 'stream',
    summary:
      'Returns the entries in the log of a namespace after a number. An entry that may no longer be seen is `log.void`; `reset` means that the log no longer reaches back that far: reload the state.',
    http: 'GET /v1/me/log/{stream}',
    errors: [],
    input: z.object({
      stream: z.enum(streams),
      seq: z.int().min(0),
      limit: z.int().min(1).max(500).default(100),
    }),
    output: z.object({
      entries: z.array(
        z.object({ seq: z.int(), at: time, event: z.string(), payload: z.record(z.string(), z.unknown()).nullable() }),
      ),
      head: z.int(),
      reset: z.boolean(),
    }),
    example: {
      input: { stream: 'messages', seq: 0 },
      output: {
        entries: [{ seq: 1, at: exampleTime, event: 'message.received', payload: { message: exampleMessage } }],
        head: 1,
        reset: false,
      },
    },
  }),
}
