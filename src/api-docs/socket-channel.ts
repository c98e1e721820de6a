import type { Namespace } from '#contract'
import { headline, nounOf } from './calls.ts'
import { type Json, shapeRef } from './json-schemas.ts'
import type { SocketMessage } from './socket-built-ins.ts'

/** One namespace as an AsyncAPI channel: what is sent and received there, the acknowledgements included. */
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
      refused: { $ref: '#/components/messages/refused' },
    },
  }
}

export function socketOperation(namespace: Namespace, message: SocketMessage): Json {
  const channel = `#/channels/${namespace}`
  const said = (name: string) => ({ $ref: `${channel}/messages/${name}` })
  const replies = [said(ackOf(message.name)), said('refused')]
  return {
    action: message.action,
    channel: { $ref: channel },
    title: message.name,
    summary: headline(message.summary),
    description: `${message.summary}\n\n${message.note}`,
    tags: [{ name: nounOf(message.name) }],
    messages: [said(message.name)],
    ...(message.reply && { reply: { channel: { $ref: channel }, messages: replies } }),
  }
}

/** The acknowledgement of any operation that was refused or failed. */
export const refused = {
  name: 'refused',
  title: 'Refused',
  summary: 'The operation was refused; nothing has changed.',
  payload: {
    type: 'object',
    properties: { ok: { const: false }, error: shapeRef('Failure') },
    required: ['ok', 'error'],
  },
  examples: [{ payload: { ok: false, error: { code: 'not_found', detail: 'There is no such thing.' } } }],
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
  const headers = numbered && logPlace(numbered)
  const shown = headers && example !== null ? { headers: { seq: 1, at: '2026-05-04T09:30:00.000Z' } } : {}
  return { name, title: name, payload, ...(headers && { headers }), examples: [{ ...shown, payload: example }] }
}

/** AsyncAPI knows payload and headers, not arguments: the second argument of a durable event stands as its headers. */
const logPlace = (numbered: 'always' | 'sometimes') => ({
  type: 'object',
  description: 'The second argument: the number in the log, and when it was written.',
  properties: { seq: { type: 'integer', minimum: 1 }, at: { type: 'string', format: 'date-time' } },
  ...(numbered === 'always' && { required: ['seq', 'at'] }),
})
