import type { Namespace } from '#contract'
import { headline, nounOf } from './calls.ts'
import { type Json, shapeRef } from './json-schemas.ts'
import type { SocketMessage } from './socket-built-ins.ts'

/** A namespace as an AsyncAPI channel, with its acknowledgements. */
export function socketChannel(namespace: Namespace, messages: SocketMessage[]): Json {
  const acks = messages.flatMap(message => (message.reply ? [[ackOf(message.name), ack(message, message.reply)]] : []))
  return {
    address: `/${namespace}`,
    title: `/${namespace}`,
    description: `The Socket.IO namespace \`/${namespace}\`.`,
    servers: [{ $ref: '#/servers/heliograph' }],
    messages: {
      ...Object.fromEntries(messages.map(message => [message.name, body(message)])),
      ...Object.fromEntries(acks),
      error: { $ref: '#/components/messages/error' },
    },
  }
}

export function socketOperation(namespace: Namespace, message: SocketMessage): Json {
  const channel = `#/channels/${namespace}`
  const messageRef = (name: string) => ({ $ref: `${channel}/messages/${name}` })
  const replies = [messageRef(ackOf(message.name)), messageRef('error')]
  return {
    action: message.action,
    channel: { $ref: channel },
    title: message.name,
    summary: headline(message.summary),
    description: `${message.summary}\n\n${message.note}`,
    tags: [{ name: nounOf(message.name) }],
    messages: [messageRef(message.name)],
    ...(message.reply && { reply: { channel: { $ref: channel }, messages: replies } }),
  }
}

/** The acknowledgement of any operation that failed. */
export const failedAck = {
  name: 'error',
  title: 'Error',
  summary: 'The operation failed; nothing has changed.',
  payload: {
    type: 'object',
    properties: { ok: { const: false }, error: shapeRef('Failure') },
    required: ['ok', 'error'],
  },
  examples: [{ payload: { ok: false, error: { code: 'not_found', detail: 'Post not found.' } } }],
}

const ackOf = (name: string) => `${name}.ack`

function ack({ name }: SocketMessage, { data, example }: NonNullable<SocketMessage['reply']>): Json {
  return {
    name: ackOf(name),
    title: 'Acknowledgement',
    payload: { type: 'object', properties: { ok: { const: true }, data }, required: ['ok', 'data'] },
    examples: [{ payload: { ok: true, data: example } }],
  }
}

function body({ name, payload, example, numbered }: SocketMessage): Json {
  const headers = numbered && logPosition(numbered)
  const shown = headers && example !== null ? { headers: { seq: 1, at: '2026-05-04T09:30:00.000Z' } } : {}
  return { name, title: name, payload, ...(headers && { headers }), examples: [{ ...shown, payload: example }] }
}

/** AsyncAPI has payload and headers, not arguments: the second argument of a durable event is described as its headers. */
const logPosition = (numbered: 'always' | 'sometimes') => ({
  type: 'object',
  description: 'The second argument: the number of the entry in the log, and the time it was written.',
  properties: { seq: { type: 'integer', minimum: 1 }, at: { type: 'string', format: 'date-time' } },
  ...(numbered === 'always' && { required: ['seq', 'at'] }),
})
