import type { Sessions } from '#auth/sessions'
import { namespaces } from '#contract'
import { createHeadOf } from '#core/events/head-of'
import type { Run } from '#core/pipeline/run'
import { userRoom } from '#platform/broadcast'
import { type Metrics, observeOperations } from '#platform/metrics'
import { attachSockets } from '#sockets/attach'
import type { Database } from './database.ts'
import type { Listener } from './listener.ts'
import type { Live } from './live.ts'

type Deps = {
  live: Live
  run: Run
  sessions: Sessions
  database: Database
  listener: Listener
  metrics: Metrics
}

/** Lets clients join the namespaces and call operations over sockets. */
export function startSockets({ live, run, sessions, database, listener, metrics }: Deps) {
  attachSockets({
    ...live,
    run,
    sessions,
    roomOf: userRoom,
    headOf: createHeadOf(database.fork),
    addressOf: socket => listener.addressOf(socket.request),
    observe: observeOperations(metrics, 'socket'),
    count: (namespace, step) => metrics.sockets.inc({ namespace }, step),
  })
}

/** Stops serving first of all: not ready, sockets sent elsewhere, running requests finished, connections closed. */
export function stopServingFirst(stack: AsyncDisposableStack, listener: Listener, { io, connections }: Live) {
  const { http } = listener
  stack.defer(async () => {
    listener.stopBeingReady()
    for (const name of namespaces) io.of(`/${name}`).local.emit('server.moving', {})
    http.closeIdleConnections()
    await listener.drained()
    connections.closeAll()
    const ended = new Promise<void>(resolve => void io.close(() => resolve()))
    http.closeAllConnections()
    await ended
  })
}
