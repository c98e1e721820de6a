import type { Context } from 'hono'
import { type Problem, statusOf } from '#contract'
import { ApiError } from '#core/pipeline/errors'

/** An error as a problem document (RFC 9457): the status, headers and body of its response. */
export function problemOf(error: ApiError) {
  const status = statusOf[error.code]
  const failure = error.toFailure()
  const problem: Problem = { type: 'about:blank', title: titles[error.code] ?? 'Error', status, ...failure }
  const headers: Record<string, string> = {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  }
  if (failure.retryAfter !== undefined) headers['Retry-After'] = String(Math.ceil(failure.retryAfter))
  if (error.code === 'unauthenticated') headers['WWW-Authenticate'] = 'Bearer'
  return { status, headers, body: JSON.stringify(problem) }
}

export const titles: Record<string, string> = {
  invalid: 'Invalid input',
  unauthenticated: 'Not signed in',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'Conflict',
  gone: 'Gone',
  too_large: 'Too large',
  unsupported_media: 'Unsupported media type',
  rate_limited: 'Too many requests',
  unavailable: 'Unavailable',
  internal: 'Internal error',
}

export function respondProblem(c: Context, error: ApiError, more: Record<string, string> = {}) {
  const { status, headers, body } = problemOf(error)
  return c.body(body, status, { ...more, ...headers })
}

/** The error to respond with. Any other error than an `ApiError` is reported, and is `internal` to the caller. */
export function toApiError(error: unknown, { onError }: { onError(error: unknown): void }): ApiError {
  if (error instanceof ApiError) return error
  onError(error)
  return new ApiError('internal', 'Internal error; it has been logged.')
}
