import { z } from 'zod'
import { failure } from './errors.ts'

/** Why the server ends a connection. */
export const closingReason = z.enum(['flood', 'slow', 'expired', 'ended', 'unavailable'])
export type ClosingReason = z.infer<typeof closingReason>

/** The last event of a connection, with the code and sentence of an error. */
export const closing = failure.pick({ code: true, detail: true, retryAfter: true }).extend({ reason: closingReason })
export type Closing = z.infer<typeof closing>

/** The events sent on every namespace that a connection has joined. All are ephemeral. */
export const connectionEvents = {
  'server.moving': {
    summary: 'This node is about to stop: connect again, which leads to another node.',
    payload: z.object({}),
    example: {},
  },
  'connection.closing': {
    summary:
      'The server closes this connection: it sent too much (`flood`), did not read what it was sent (`slow`), its token has expired (`expired`), its session has ended (`ended`), or the server is unavailable (`unavailable`). Connect again after the seconds of `retryAfter`; with a new token after `expired`, when signed in again after `ended`.',
    payload: closing,
    example: {
      reason: 'flood',
      code: 'rate_limited',
      detail: 'Your connections sent too many packets.',
      retryAfter: 30,
    },
  },
} as const satisfies Record<string, { summary: string; payload: z.ZodObject; example: object }>
export type ConnectionEventName = keyof typeof connectionEvents
