import type { ErrorCode, Failure } from '#contract'

type More = { fields?: Record<string, string>; retryAfter?: number }

/** What a caller gets instead of an output. Thrown by a handler, it rolls back everything that the handler wrote. */
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

/** Carries an error over a commit. */
export class CommitThen extends Error {
  readonly error: ApiError

  constructor(error: ApiError) {
    super(error.message, { cause: error })
    this.error = error
  }
}

/** `throw commitThen(error)`: the caller gets the error, and what was written before stays, such as a counted try. */
export const commitThen = (error: ApiError) => new CommitThen(error)

/** Input that is well formed but cannot be: `fields` maps a field's path to what is wrong with it. */
export const invalid = (fields: Record<string, string>) =>
  new ApiError(
    'invalid',
    Object.entries(fields)
      .map(([field, what]) => `${field} ${what}`)
      .join('; '),
    { fields },
  )

/** `notFound('post')`: also for what the caller may not know of. */
export const notFound = (what: string) =>
  new ApiError('not_found', `${what.charAt(0).toUpperCase()}${what.slice(1)} not found.`)

/** What a repeated call with an idempotency key gets when the first result no longer exists. */
export const resultGone = () => new ApiError('gone', 'What this request made has been deleted since.')

export const tooMany = (seconds: number) =>
  new ApiError('rate_limited', `Too many calls; try again in ${seconds} s.`, { retryAfter: seconds })
