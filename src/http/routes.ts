import { isUtf8 } from 'node:buffer'
import { type Context, Hono } from 'hono'
import { cors } from 'hono/cors'
import { z } from 'zod'
import type { Sessions } from '#auth/sessions'
import { type Operation, type OperationName, operations } from '#contract'
import { isPublicAuth } from '#core/pipeline/access'
import { authenticate } from '#core/pipeline/authenticate'
import type { From, Viewer } from '#core/pipeline/context'
import { ApiError, invalid } from '#core/pipeline/errors'
import type { Call, Run } from '#core/pipeline/run'
import { lingering } from './linger.ts'
import { problemOf } from './problem.ts'
import { rateLimitHeaderNames, rateLimitHeaders } from './rate-limit-headers.ts'
import { type RawRequest, readBody, rejectCoding } from './request-body.ts'

export type HttpDeps = {
  run: Run
  sessions: Sessions
  corsOrigins: readonly string[]
  addressOf(c: Context): string
  observe(call: { operation: string; code: string; seconds: number }): void
  onError(error: unknown): void
}

const mostBytes = 256 * 1024

/** The HTTP door: every operation that declares a route, with problem documents for errors. */
export function operationRoutes(deps: HttpDeps) {
  const app = new Hono()
  app.use(lingering())
  if (deps.corsOrigins.length > 0) {
    const exposeHeaders = ['Retry-After', 'Content-Disposition', ...rateLimitHeaderNames]
    app.use('/v1/*', cors({ origin: [...deps.corsOrigins], maxAge: 600, exposeHeaders }))
  }
  // A fixed path goes before one with a parameter that would take it.
  const routes = Object.entries(operations) as [OperationName, Operation][]
  routes.sort(([, a], [, b]) => Number(a.http?.includes('{')) - Number(b.http?.includes('{')))
  for (const [name, operation] of routes) {
    if (operation.http !== null && !operation.multipart) mount(app, name, operation, deps)
  }
  app.notFound(c => answerProblem(c, new ApiError('not_found', 'There is nothing here.')))
  app.onError((error, c) => answerProblem(c, errorOf(error, deps)))
  return app
}

function mount(app: Hono, name: OperationName, operation: Operation, deps: HttpDeps) {
  const [method = '', path = ''] = (operation.http ?? '').split(' ')
  const params = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1] as string)
  const kinds = fieldKinds(operation.input)
  const status = operation.status ?? 200

  app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async function callOperation(c) {
    const began = performance.now()
    const headers: Record<string, string> = { 'Cache-Control': 'no-store' }
    let code = 'ok'
    try {
      const { viewer: caller, from } = await admit(c, name, operation, deps, headers)
      const input = method === 'GET' ? readQuery(c, kinds) : await readJson(c)
      const viewer = await viewerStill(c, caller, operation, deps, began)
      for (const param of params) input[param] = coerce(c.req.param(param) ?? '', kinds.get(param))
      if (operation.idempotent) input.idempotencyKey = idempotencyKeyOf(c, input.idempotencyKey)
      const output = await deps.run(name, input, { viewer, from, admitted: true })
      headers['X-Content-Type-Options'] = 'nosniff'
      return c.json(output as object, status, headers)
    } catch (error) {
      const refusal = errorOf(error, deps)
      code = refusal.code
      return answerProblem(c, refusal, headers)
    } finally {
      deps.observe({ operation: name, code, seconds: (performance.now() - began) / 1000 })
    }
  })
}

/** Who calls, counted by the limit of the operation, of which `headers` tell from then on; or a refusal. */
export async function admit(
  c: Context,
  name: OperationName,
  operation: Operation,
  deps: HttpDeps,
  headers: Record<string, string>,
) {
  const from = fromOf(c, deps)
  const counted: Call['counted'] = (limit, state) => void Object.assign(headers, rateLimitHeaders(limit, state))
  const viewer = await viewerOf(c, operation, deps.sessions).catch(async refused => {
    await deps.run.count(name, { viewer: null, from, counted })
    throw refused
  })
  await deps.run.admit(name, { viewer, from, counted })
  return { viewer, from }
}

export function errorOf(error: unknown, { onError }: Pick<HttpDeps, 'onError'>): ApiError {
  if (error instanceof ApiError) return error
  onError(error)
  return new ApiError('internal', 'Something went wrong here; it has been noted.')
}

export const fromOf = (c: Context, { addressOf }: Pick<HttpDeps, 'addressOf'>): From => ({
  ip: addressOf(c),
  userAgent: c.req.header('user-agent') ?? '',
  connectionId: null,
})

/** Who calls. Without a token nobody; with one that is not valid a refusal, or nobody where the operation gives one. */
export async function viewerOf(c: Context, operation: Operation, sessions: Sessions): Promise<Viewer | null> {
  const header = c.req.header('authorization')
  if (header === undefined) return null
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(header)?.[1] ?? null
  if (isPublicAuth(operation))
    return authenticate(sessions, token).then(
      found => found.viewer,
      () => null,
    )
  if (token === null) throw new ApiError('unauthenticated', 'The Authorization header must be "Bearer" and one token.')
  return (await authenticate(sessions, token)).viewer
}

/** Milliseconds after which it is asked again who calls: a body that comes slowly may be whole long after a sign-out. */
const believed = 1000

/** Who calls, when the body is there: the same, or a refusal where their session has ended meanwhile. */
export const viewerStill = async (
  c: Context,
  viewer: Viewer | null,
  operation: Operation,
  { sessions }: Pick<HttpDeps, 'sessions'>,
  began: number,
) => (performance.now() - began < believed ? viewer : viewerOf(c, operation, sessions))

export function answerProblem(c: Context, refusal: ApiError, more: Record<string, string> = {}) {
  const { status, headers, body } = problemOf(refusal)
  return c.body(body, status, { ...more, ...headers })
}

/** The idempotency key of a request, from its header or its body. Throws `invalid` where the two differ. */
export function idempotencyKeyOf(c: Context, inBody: unknown): unknown {
  const inHeader = c.req.header('idempotency-key')
  if (inHeader === undefined || inBody === undefined) return inHeader ?? inBody
  if (typeof inBody === 'string' && inBody.toLowerCase() === inHeader.toLowerCase()) return inHeader
  throw invalid({ idempotencyKey: 'differs from the Idempotency-Key header' })
}

async function readJson(c: Context): Promise<Record<string, unknown>> {
  if (Number(c.req.header('content-length') ?? 0) > mostBytes) throw tooLarge()
  const request = c.env as RawRequest
  rejectCoding(request.incoming)
  const bytes = await readAtMost(request)
  if (bytes.length === 0) return {}
  if (!/^application\/(\w+\+)?json\b/i.test(c.req.header('content-type') ?? '')) {
    throw new ApiError('unsupported_media', 'The body must be application/json.')
  }
  let body: unknown
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw invalid({ body: 'is not well-formed JSON in UTF-8' })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid({ body: 'must be a JSON object' })
  return { ...body }
}

async function readAtMost(request: RawRequest) {
  const chunks: Buffer[] = []
  let size = 0
  await readBody(request, chunk => {
    size += chunk.length
    if (size > mostBytes) throw tooLarge()
    chunks.push(chunk)
  })
  return Buffer.concat(chunks)
}

const tooLarge = () => new ApiError('too_large', 'A JSON body may have 256 kB.')

function readQuery(c: Context, kinds: Map<string, string>) {
  // Not by `URL`, which throws where the Host header is odd.
  const [, query = ''] = c.req.url.split('?', 2)
  rejectOtherText(query)
  const input: Record<string, unknown> = {}
  for (const [name, values] of Object.entries(c.req.queries())) {
    input[name] = values.length === 1 ? coerce(values[0] ?? '', kinds.get(name)) : values
  }
  return input
}

/** Refuses a query in which something that is percent-encoded is not UTF-8. A lone percent sign stands for itself. */
function rejectOtherText(query: string) {
  for (const pair of query.split('&')) {
    const bytes = pair.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    const [name = ''] = pair.split('=')
    if (!isUtf8(Buffer.from(bytes, 'latin1'))) throw invalid({ [name.includes('%') ? 'query' : name]: 'is not UTF-8' })
  }
}

/** What a query or path can say as text only: numbers, spelled plainly. Anything else stays text, for the schema to refuse. */
const coerce = (value: string, kind: string | undefined) =>
  (kind === 'integer' || kind === 'number') && /^-?\d{1,15}$/.test(value) ? Number(value) : value

/** The JSON types of the fields of an input. */
export function fieldKinds(schema: z.ZodObject): Map<string, string> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return new Map(Object.entries(properties).map(([name, field]) => [name, String((field as { type?: unknown }).type)]))
}
