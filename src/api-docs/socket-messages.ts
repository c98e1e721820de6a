import { z } from 'zod'
import { type Event, events, type Namespace, type Operation, streams } from '#contract'
import { calls, namespacesOf, terms } from './calls.ts'
import { inputSchema, type Json, outputSchema } from './json-schemas.ts'
import { onEveryNamespace, onStreams, type SocketMessage } from './socket-built-ins.ts'

/** Everything that is said in a namespace: its operations and events, then what other namespaces have too. */
export const messagesOf = (namespace: Namespace): SocketMessage[] => [
  ...ownMessages(namespace),
  ...(isStream(namespace) ? onStreams : []),
  ...onEveryNamespace,
]

/** The operations and events that the contract gives to a namespace. */
export function ownMessages(namespace: Namespace): SocketMessage[] {
  const sent = calls.filter(([, operation]) => namespacesOf(operation).includes(namespace))
  const received = Object.entries<Event>(events).filter(([, event]) => event.namespace === namespace)
  return [
    ...sent.map(([name, operation]) => call(name, operation)),
    ...received.map(([name, event]) => push(name, event)),
  ]
}

const isStream = (namespace: Namespace) => streams.some(stream => stream === namespace)

/** A field that the namespace stands for is not sent. */
function call(name: string, operation: Operation): SocketMessage {
  const { http, summary, namespaceField: unsaid = '', input, output, example, errors } = operation
  const refusals = errors.map(code => `\`${code}\``).join(', ')
  const { [unsaid]: _field, ...shape } = input.shape
  const { [unsaid]: _value, ...sent } = example.input as Json
  return {
    action: 'send',
    name,
    summary,
    note: `${terms(operation)} ${refusals && `May be refused as ${refusals}. `}${http ? `Over HTTP: \`${http}\`.` : 'Over Socket.IO alone.'}`,
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
  if (kind === 'live') return received
  return { ...received, numbered: kind === 'durable' ? 'always' : 'sometimes' }
}

const delivery: Record<Event['kind'], string> = {
  durable: 'Durable: emitted as `(payload, { seq, at })`, and found again by `log.since`.',
  live: 'Live: a hint, emitted as `(payload)` and never repeated.',
  both: 'Durable for some, emitted as `(payload, { seq, at })`; live for others, emitted as `(payload)`.',
}
