import type { ErrorCode, Failure } from '#contract'

type More = { fields?: Record<string, string>; retryAfter?: number }

/** An answer that says no. Thrown, it rolls everything back; returned by a handler, what was written stays. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly more: More

  constructor(code: ErrorCode, detail: string, more: More = {}) {
    super(detail)
    this.name = 'ApiError'
    this.code = code
    this.more = more
  }

  toFailure(): Failure {
    return { code: this.code, detail: this.message, ...this.more }
  }
}

export const refuse = (code: ErrorCode, detail: string, more?: More) => new ApiError(code, detail, more)

/** Input that is well formed but cannot be: `fields` maps a field's path to what is wrong with it. */
export const invalid = (fields: Record<string, string>) =>
  new ApiError(
    'invalid',
    Object.entries(fields)
      .map(([field, what]) => `${field} ${what}`)
      .join('; '),
    { fields },
  )
