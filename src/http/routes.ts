import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { type Operation, type OperationName, operations } from '#contract'
import { ApiError } from '#core/pipeline/errors'
import { type HttpDeps, respond } from './call.ts'
import { admit, viewerStill } from './caller.ts'
import { coerce, fieldKinds, idempotencyKeyOf, readJson, readQuery } from './input.ts'
import { lingering } from './linger.ts'
import { respondProblem, toApiError } from './problem.ts'
import { rateLimitHeaderNames } from './rate-limit-headers.ts'

/** Every operation over HTTP, except uploads; errors are problem documents. */
export function operationRoutes(deps: HttpDeps) {
  const app = new Hono()
  app.use(lingering())
  if (deps.corsOrigins.length > 0) {
    const exposeHeaders = ['Retry-After', 'Content-Disposition', ...rateLimitHeaderNames]
    app.use('/v1/*', cors({ origin: [...deps.corsOrigins], maxAge: 600, exposeHeaders }))
  }
  // A fixed path goes before a path with a parameter that matches it too.
  const routes = Object.entries(operations) as [OperationName, Operation][]
  routes.sort(([, a], [, b]) => Number(a.http?.includes('{')) - Number(b.http?.includes('{')))
  for (const [name, operation] of routes) {
    if (operation.http !== null && !operation.multipart) mount(app, name, operation, deps)
  }
  app.notFound(c => respondProblem(c, new ApiError('not_found', 'Nothing is served at this path.')))
  app.onError((error, c) => respondProblem(c, toApiError(error, deps)))
  return app
}

function mount(app: Hono, name: OperationName, operation: Operation, deps: HttpDeps) {
  const [method = '', path = ''] = (operation.http ?? '').split(' ')
  const params = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1] as string)
  const kinds = fieldKinds(operation.input)
  const status = operation.status ?? 200

  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), c =>
    respond(c, name, deps, async (headers, began) => {
      const { viewer: caller, from } = await admit(c, name, operation, deps, headers)
      const input = method === 'GET' ? readQuery(c, kinds) : await readJson(c)
      const viewer = await viewerStill(c, caller, operation, deps, began)
      for (const param of params) input[param] = coerce(c.req.param(param) ?? '', kinds.get(param))
      if (operation.idempotent) input.idempotencyKey = idempotencyKeyOf(c, input.idempotencyKey)
      const output = await deps.run(name, input, { viewer, from, admitted: true })
      headers['X-Content-Type-Options'] = 'nosniff'
      return c.json(output as object, status, headers)
    }),
  )
}
