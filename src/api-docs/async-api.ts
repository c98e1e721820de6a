import { type Namespace, namespaces } from '#contract'
import { shapeSchemas } from './json-schemas.ts'
import { refused, socketChannel, socketOperation } from './socket-channel.ts'
import { messagesOf } from './socket-messages.ts'

/** The AsyncAPI 3.0 document of all namespaces, told from the client's side: it sends operations and receives events. */
export function asyncApi({ publicUrl, version }: { publicUrl: string | null; version: string }) {
  const spoken = namespaces.map(namespace => ({ namespace, messages: messagesOf(namespace) }))
  const all = spoken.flatMap(({ namespace, messages }) => messages.map(message => ({ namespace, message })))
  const places = Map.groupBy(all, ({ message }) => message.name)
  const key = (name: string, namespace: Namespace) => (places.get(name)!.length > 1 ? `${name}.${namespace}` : name)
  return {
    asyncapi: '3.0.0',
    info: { title: 'Heliograph over Socket.IO', version, description, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    servers: { heliograph: server(new URL(publicUrl ?? 'http://localhost:3000')) },
    channels: Object.fromEntries(spoken.map(each => [each.namespace, socketChannel(each.namespace, each.messages)])),
    operations: Object.fromEntries(
      all.map(({ namespace, message }) => [key(message.name, namespace), socketOperation(namespace, message)]),
    ),
    components: { schemas: shapeSchemas(['Problem', 'Tokens']), messages: { refused }, securitySchemes },
  }
}

const server = ({ host, protocol }: URL) => ({
  host,
  protocol: protocol === 'https:' ? 'wss' : 'ws',
  pathname: '/socket.io/',
  description: 'Socket.IO 4, protocol 5. All namespaces share one connection.',
  security: [{ $ref: '#/components/securitySchemes/accessToken' }],
})

const securitySchemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token, sent as `auth.token` when connecting.',
  },
}

const description = `
Every operation but those that upload a file or handle credentials and sessions is an event of a namespace, with the
same input, output, permissions, limits and errors as [over HTTP](/docs/http). \`send\` is what a client emits,
\`receive\` what it listens to.

**Connecting.** \`io('<origin>/posts', { auth: { token } })\` with the access token that \`auth.signIn\` answers.
Without a valid one there is a \`connect_error\` whose \`err.data\` is \`{ code: 'unauthenticated', detail }\`. All
namespaces share one connection, which belongs to one session: two people in one process need \`forceNew: true\`.
\`session.renew\` replaces its token before that expires; otherwise the connection is closed within five seconds, and
within one second when the session is ended. After a refusal the official client does not try again by itself: put a new
token into \`socket.auth\`, and call \`socket.connect()\`.

**Calling.** \`socket.emit('posts.like', { postId }, ack)\`: one object of up to 64 kB and a callback. The
acknowledgement is \`{ ok: true, data }\` or \`{ ok: false, error: { code, detail, fields?, retryAfter? } }\`. Besides
what each operation names, any may be refused as \`invalid\`, \`unauthenticated\`, \`too_large\`, \`rate_limited\`,
\`unavailable\` or \`internal\`. An \`idempotencyKey\` (a UUID) makes a retry safe, as the header does over HTTP. Calls
on one socket about one conversation are carried out in their order.

**Limits.** Calls are limited by person as over HTTP; a thousand of one connection may be under way, and those beyond are
refused as \`rate_limited\` with \`retryAfter\`. A connection that goes on regardless, sends without end or does not read is
told why by \`connection.closing\` (before sign-in by a \`connect_error\` with the same data), and closed. A person may have
100 connections to a node and an address 1,000, unless the operator says otherwise: beyond that there is a \`connect_error\`
with \`rate_limited\`, or the handshake answers 429. Namespaces on one connection count once.

**Durable events** are kept for each user and namespace under numbers without holes, and come as
\`(payload, { seq, at })\`. On a gap, or on a \`log.head\` ahead of the last number seen, call \`log.since\`: nothing is
missed and nothing is seen twice. Whoever has seen none begins with the first \`log.head\`, and loads the state after it.
If \`log.since\` answers \`reset\`, load the state anew and go on from \`head\`.

**Live events** are hints, such as counts: the newest matters, none is repeated.
`.trim()
