import { connectionEvents } from '#contract'
import { exampleTokens } from '#contract/accounts/examples'
import { type Json, outputSchema } from './json-schemas.ts'

/**
 * A Socket.IO event as the client sees it: sent with an acknowledgement, or received. `reply` is the `data` of a successful
 * acknowledgement; `numbered` says whether `{ seq, at }` follows the payload.
 */
export type SocketMessage = {
  action: 'send' | 'receive'
  name: string
  summary: string
  note: string
  payload: Json
  example: unknown
  reply?: { data: Json; example: unknown }
  numbered?: 'always' | 'sometimes'
}

const nothing = { type: 'object', properties: {} }
const head = { type: 'object', properties: { seq: { type: 'integer', minimum: 0 } }, required: ['seq'] }

/** The messages of every namespace. */
export const onEveryNamespace: SocketMessage[] = [
  {
    action: 'send',
    name: 'session.renew',
    summary: 'Replaces the token of the whole connection, before it expires, with a newer one of the same session.',
    note: 'On any namespace; one renewal applies to all.',
    payload: { type: 'object', properties: { token: { type: 'string' } }, required: ['token'] },
    example: { token: exampleTokens.accessToken },
    reply: { data: nothing, example: {} },
  },
  ...Object.entries(connectionEvents).map(([name, { summary, payload, example }]) => ({
    action: 'receive' as const,
    name,
    summary,
    note: 'Ephemeral: emitted as `(payload)`. After connecting again, catch up on durable events with `log.since`.',
    payload: outputSchema(payload),
    example,
  })),
]

/** The additional messages of namespaces with durable events. */
export const onStreams: SocketMessage[] = [
  {
    action: 'receive',
    name: 'log.head',
    summary: "The last number in the recipient's log of this namespace, sent on joining and whenever it has moved.",
    note: 'Ephemeral: emitted as `(payload)`. If it is ahead of the last number seen, call `log.since`.',
    payload: head,
    example: { seq: 1 },
  },
  {
    action: 'receive',
    name: 'log.void',
    summary: 'Replaces a durable event whose subject may no longer be seen, so that no number is missing.',
    note: 'Durable: emitted as `(null, { seq, at })`. Note the number; there is nothing to show.',
    payload: { type: 'null' },
    example: null,
    numbered: 'always',
  },
]
