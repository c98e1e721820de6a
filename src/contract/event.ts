import type { z } from 'zod'
import type { Namespace } from './operation.ts'

/**
 * A push from server to client. `durable`: an entry of each recipient's log, emitted as `(payload, { seq, at })` and
 * replayed by `log.since`. `ephemeral`: emitted as `(payload)`, never replayed. `both`: durable for some recipients,
 * ephemeral for others.
 */
export type EventKind = 'durable' | 'ephemeral' | 'both'

export type Event<P extends z.ZodObject = z.ZodObject, K extends EventKind = EventKind> = {
  summary: string
  namespace: Namespace
  kind: K
  payload: P
  example: z.input<P>
}

export const event = <P extends z.ZodObject, const K extends EventKind>(declared: Event<P, K>): Event<P, K> => declared
