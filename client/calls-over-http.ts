import { type ErrorCode, failure, statusOf } from '../src/contract/errors.ts'
import { type OperationName, operations } from '../src/contract/index.ts'
import { withDeadline } from './deadline.ts'
import { HeliographError, noResponse } from './error.ts'

export type HttpServer = { url: string; fetch: typeof fetch }
/** `timeoutMs` limits the wait for a response; 30 seconds by default. */
export type HttpCall = { token: string | null; idempotencyKey?: string; signal?: AbortSignal; timeoutMs?: number }

/** Calls an operation by its method and path and returns its output. Throws `HeliographError`. */
export async function callOverHttp(server: HttpServer, name: OperationName, input: object, call: HttpCall) {
  const { method, path, body } = requestOf(name, input)
  const headers = headersOf(call)
  if (body !== undefined) headers['content-type'] = 'application/json'
  try {
    return await withDeadline(call.timeoutMs ?? 30_000, [call.signal], async signal => {
      const response = await server.fetch(server.url + path, { method, headers, body: body ?? null, signal })
      return outputOf(response.status, await response.text(), response.headers.get('retry-after'))
    })
  } catch (error) {
    call.signal?.throwIfAborted()
    throw error instanceof HeliographError ? error : noResponse(error)
  }
}

export function headersOf({ token, idempotencyKey }: HttpCall): Record<string, string> {
  return {
    accept: 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
    ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
  }
}

/** Returns the output in a response body, or throws its error. A proxy may respond with something other than a problem document. */
export function outputOf(status: number, text: string, retryAfter: string | null): unknown {
  const body = jsonOf(text)
  if (status >= 200 && status < 300 && body !== undefined) return body
  const problem = failure.safeParse(body)
  if (problem.success) throw new HeliographError(problem.data, { status })
  const seconds = Number(retryAfter)
  throw new HeliographError(
    {
      code: codeOf(status),
      detail: `The server responded with ${status}.`,
      ...(seconds > 0 && { retryAfter: seconds }),
    },
    { status },
  )
}

/** Moves path parameters from the input to the path. The rest becomes the query of a GET, otherwise the body. */
function requestOf(name: OperationName, input: object) {
  const http = operations[name].http
  if (!http) throw new TypeError(`${name} needs a connection`)
  const [method, template] = http.split(' ') as [string, string]
  const { idempotencyKey: _, ...rest } = input as Record<string, unknown>
  const path = template.replace(/\{(\w+)\}/g, (_, field: string) => {
    const value = rest[field]
    delete rest[field]
    return encodeURIComponent(String(value))
  })
  const isBare = method === 'DELETE' && Object.keys(rest).length === 0
  if (method !== 'GET') return isBare ? { method, path } : { method, path, body: JSON.stringify(rest) }
  const query = new URLSearchParams()
  for (const [field, value] of Object.entries(rest)) if (value !== undefined) query.append(field, String(value))
  return { method, path: query.size > 0 ? `${path}?${query}` : path }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function codeOf(status: number): ErrorCode {
  if (status === 502 || status === 504) return 'unavailable'
  const known = Object.entries(statusOf).find(([, each]) => each === status)
  return known ? (known[0] as ErrorCode) : status < 500 ? 'invalid' : 'internal'
}
