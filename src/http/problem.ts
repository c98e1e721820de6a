import { type Problem, statusOf } from '#contract'
import type { ApiError } from '#core/pipeline/errors'

/** A refusal as a problem document (RFC 9457): the status, headers and body of its response. */
export function problemOf(refusal: ApiError) {
  const status = statusOf[refusal.code]
  const failure = refusal.toFailure()
  const problem: Problem = { type: 'about:blank', title: titles[refusal.code] ?? 'Error', status, ...failure }
  const headers: Record<string, string> = {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
  }
  if (failure.retryAfter !== undefined) headers['Retry-After'] = String(Math.ceil(failure.retryAfter))
  if (refusal.code === 'unauthenticated') headers['WWW-Authenticate'] = 'Bearer'
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
