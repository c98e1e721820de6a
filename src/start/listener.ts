import type { IncomingMessage } from 'node:http'
import { Hono } from 'hono'
import type { Config } from '#config'
import { ApiError } from '#core/pipeline/errors'
import { healthRoutes } from '#http/health'
import { respondProblem } from '#http/problem'
import { addressBehind, listen } from '#platform/listen'
import type { Metrics } from '#platform/metrics'
import { publicUrlOf } from '#platform/public-url'

export type Listener = Awaited<ReturnType<typeof startListener>>

/** Milliseconds that running requests are given to finish. */
const maxDrain = 8_000

/** Listens before anything else is open: until `serve` is called, only health checks succeed. */
export async function startListener(stack: AsyncDisposableStack, config: Config, metrics: Metrics) {
  let app = startingApp(metrics)
  let isReady = false
  let running = 0
  const { http, port } = await listen(async (request, env) => {
    running += 1
    try {
      return await app.fetch(request, env)
    } finally {
      running -= 1
    }
  }, config)
  stack.defer(() => new Promise<void>(resolve => http.close(() => resolve())))

  return {
    http,
    port,
    url: publicUrlOf(config, port),
    /** The client's address, behind as many proxies as are trusted. */
    addressOf: (request: IncomingMessage) =>
      addressBehind(config.trustProxy, request.headers['x-forwarded-for']?.toString(), request.socket.remoteAddress),
    isReady: () => isReady,
    /** Hands requests to the routes from now on; the node is ready. */
    serve(routes: Hono) {
      app = routes
      isReady = true
    },
    stopBeingReady() {
      isReady = false
    },
    /** Resolves when no request is running, or after `maxDrain`. */
    async drained() {
      for (let waited = 0; running > 0 && waited < maxDrain; waited += 100) {
        await new Promise(resolve => setTimeout(resolve, 100))
      }
    },
  }
}

function startingApp(metrics: Metrics) {
  const app = new Hono()
  app.route('/', healthRoutes({ isReady: () => false, metrics: () => metrics.registry.metrics() }))
  app.notFound(c => respondProblem(c, new ApiError('unavailable', 'The server is starting.', { retryAfter: 1 })))
  return app
}
