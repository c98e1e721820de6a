import { z } from 'zod'

/** Every error code with its HTTP status. An error has a code, a sentence (`detail`) and, if the input is invalid, `fields`. */
export const statusOf = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  unsupported_media: 415,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
} as const

export type ErrorCode = keyof typeof statusOf

export const errorCode = z.enum(Object.keys(statusOf) as [ErrorCode, ...ErrorCode[]])

/** The `error` of a failed acknowledgement; over HTTP the same members are in a problem document. `retryAfter` is in seconds. */
export const failure = z.object({
  code: errorCode,
  detail: z.string(),
  fields: z.record(z.string(), z.string()).optional(),
  retryAfter: z.number().optional(),
})
export type Failure = z.infer<typeof failure>

/** RFC 9457 problem document, served as `application/problem+json`. */
export const problem = failure.extend({ type: z.string(), title: z.string(), status: z.int() })
export type Problem = z.infer<typeof problem>
