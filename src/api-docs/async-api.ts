import { type Namespace, namespaces } from '#contract'
import { shapeSchemas } from './json-schemas.ts'
import { failedAck, socketChannel, socketOperation } from './socket-channel.ts'
import { messagesOf } from './socket-messages.ts'

/** The AsyncAPI 3.0 document of all namespaces, from the client's side: it sends operations and receives events. */
export function asyncApi({ publicUrl, version }: { publicUrl: string | null; version: string }) {
  const byNamespace = namespaces.map(namespace => ({ namespace, messages: messagesOf(namespace) }))
  const all = byNamespace.flatMap(({ namespace, messages }) => messages.map(message => ({ namespace, message })))
  const places = Map.groupBy(all, ({ message }) => message.name)
  const key = (name: string, namespace: Namespace) => (places.get(name)!.length > 1 ? `${name}.${namespace}` : name)
  return {
    asyncapi: '3.0.0',
    info: { title: 'Heliograph over Socket.IO', version, description, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    servers: { heliograph: server(new URL(publicUrl ?? 'http://localhost:3000')) },
    channels: Object.fromEntries(
      byNamespace.map(each => [each.namespace, socketChannel(each.namespace, each.messages)]),
    ),
    operations: Object.fromEntries(
      all.map(({ namespace, message }) => [key(message.name, namespace), socketOperation(namespace, message)]),
    ),
    components: { schemas: shapeSchemas(['Problem', 'Tokens']), messages: { error: failedAck }, securitySchemes },
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
Every operation is an event of a namespace, with the same input, output, permissions, limits and errors as
[over HTTP](/docs/http). The exceptions are operations that upload a file or handle credentials and sessions. A client
emits what is marked \`send\`, and listens to what is marked \`receive\`.

**Connecting.** \`io('<origin>/posts', { auth: { token } })\` with the access token from \`auth.signIn\`.
Without a valid token the server sends a \`connect_error\` whose \`err.data\` is \`{ code: 'unauthenticated', detail }\`. All
namespaces share one connection, which belongs to one session: two people in one process need \`forceNew: true\`.
\`session.renew\` replaces the token of the connection before it expires; otherwise the connection is closed within five
seconds of expiry. It is closed within one second when the session ends. After a \`connect_error\` from the server the
official client does not reconnect by itself: put a new token into \`socket.auth\`, and call \`socket.connect()\`.

**Calling.** \`socket.emit('posts.like', { postId }, ack)\`: one object of up to 64 kB and a callback. The
acknowledgement is \`{ ok: true, data }\` or \`{ ok: false, error: { code, detail, fields?, retryAfter? } }\`. Besides
its own errors, every operation may return \`invalid\`, \`unauthenticated\`, \`too_large\`, \`rate_limited\`,
\`unavailable\` or \`internal\`. An \`idempotencyKey\` (a UUID) makes a retry safe, as the header does over HTTP. Calls
on one socket for one conversation run in order.

**Limits.** Calls are limited per user as over HTTP. A connection may have a thousand calls in progress; further calls return
\`rate_limited\` with \`retryAfter\`. A connection that ignores this, floods the server or does not read receives
\`connection.closing\` with the reason (before sign-in a \`connect_error\` with the same data), and is closed. By default a
user may have 100 connections to a node and an address 1,000; further connections receive a \`connect_error\` with
\`rate_limited\`, or the handshake returns 429. All namespaces of a connection count as one.

**Durable events** are stored for each user and namespace, numbered without gaps, and are emitted as
\`(payload, { seq, at })\`. On a gap, or on a \`log.head\` ahead of the last number seen, call \`log.since\`: no event is
missed and none is seen twice. A new client starts from the first \`log.head\`, and loads the state after it. If
\`log.since\` returns \`reset\`, reload the state and continue from \`head\`.

**Ephemeral events**, such as counts, are never repeated: only the newest matters.
`.trim()
