import { connectionEvents } from '#contract'
import { exampleTokens } from '#contract/accounts/examples'
import { type Json, outputSchema } from './json-schemas.ts'

/**
 * One Socket.IO event as the client sees it: it sends it and gets an acknowledgement, or receives it. `reply` is the
 * `data` of a successful acknowledgement; `numbered` says whether `{ seq, at }` follows the payload.
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

/** What every namespace has. */
export const onEveryNamespace: SocketMessage[] = [
  {
    action: 'send',
    name: 'session.renew',
    summary: 'Replace the token of the whole connection, before it expires, by a newer one of the same session.',
    note: 'On any namespace; one renewal serves all.',
    payload: { type: 'object', properties: { token: { type: 'string' } }, required: ['token'] },
    example: { token: exampleTokens.accessToken },
    reply: { data: nothing, example: {} },
  },
  ...Object.entries(connectionEvents).map(([name, { summary, payload, example }]) => ({
    action: 'receive' as const,
    name,
    summary,
    note: 'Live: a hint, emitted as `(payload)`. Durable events are caught up by `log.since` after connecting again.',
    payload: outputSchema(payload),
    example,
  })),
]

/** What the namespaces with durable events have besides. */
export const onStreams: SocketMessage[] = [
  {
    action: 'receive',
    name: 'log.head',
    summary: "The last number of one's log in this namespace: on joining, and whenever it has moved.",
    note: 'Live: a hint, emitted as `(payload)`. If it is ahead of the last number seen, call `log.since`.',
    payload: head,
    example: { seq: 1 },
  },
  {
    action: 'receive',
    name: 'log.void',
    summary: 'Takes the place of a durable event whose subject may no longer be seen, so that no number is missing.',
    note: 'Durable: emitted as `(null, { seq, at })`. Note the number; there is nothing to show.',
    payload: { type: 'null' },
    example: null,
    numbered: 'always',
  },
]
