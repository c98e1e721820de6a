import { z } from 'zod'
import { type Event, events, type Namespace, type Operation, streams } from '#contract'
import { calls, namespacesOf, terms } from './calls.ts'
import { inputSchema, type Json, outputSchema } from './json-schemas.ts'
import { onEveryNamespace, onStreams, type SocketMessage } from './socket-built-ins.ts'

/** All messages of a namespace: its own operations and events, then those it shares with other namespaces. */
export const messagesOf = (namespace: Namespace): SocketMessage[] => [
  ...ownMessages(namespace),
  ...(isStream(namespace) ? onStreams : []),
  ...onEveryNamespace,
]

/** The operations and events that the contract declares in a namespace. */
export function ownMessages(namespace: Namespace): SocketMessage[] {
  const sent = calls.filter(([, operation]) => namespacesOf(operation).includes(namespace))
  const received = Object.entries<Event>(events).filter(([, event]) => event.namespace === namespace)
  return [
    ...sent.map(([name, operation]) => call(name, operation)),
    ...received.map(([name, event]) => push(name, event)),
  ]
}

const isStream = (namespace: Namespace) => streams.some(stream => stream === namespace)

/** The field that the namespace determines is not sent. */
function call(name: string, operation: Operation): SocketMessage {
  const { http, summary, namespaceField: implied = '', input, output, example, errors } = operation
  const codes = errors.map(code => `\`${code}\``).join(', ')
  const { [implied]: _field, ...shape } = input.shape
  const { [implied]: _value, ...sent } = example.input as Json
  return {
    action: 'send',
    name,
    summary,
    note: `${terms(operation)} ${codes && `Errors: ${codes}. `}${http ? `Over HTTP: \`${http}\`.` : 'Over Socket.IO only.'}`,
    payload: inputSchema(z.object(shape)),
    example: sent,
    reply: { data: outputSchema(output), example: example.output },
  }
}

function push(name: string, { summary, kind, payload, example }: Event): SocketMessage {
  const received = {
    action: 'receive',
    name,
    summary,
    note: delivery[kind],
    payload: outputSchema(payload),
    example,
  } as const
  if (kind === 'ephemeral') return received
  return { ...received, numbered: kind === 'durable' ? 'always' : 'sometimes' }
}

const delivery: Record<Event['kind'], string> = {
  durable: 'Durable: emitted as `(payload, { seq, at })`, and replayed by `log.since`.',
  ephemeral: 'Ephemeral: emitted as `(payload)`, never repeated.',
  both: 'Durable for some recipients, emitted as `(payload, { seq, at })`; ephemeral for others, emitted as `(payload)`.',
}
