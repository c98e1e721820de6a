import { type ErrorCode, type Failure, statusOf } from '../src/contract/errors.ts'

/**
 * Why a call failed: the server's error, or `unavailable` when no response came.
 *
 * - `code`: one of the contract's error codes; decide by this
 * - `detail`: a sentence to show; `fields`: what is wrong with each field of the input
 * - `retryAfter`: seconds to wait before the next try
 */
export class HeliographError extends Error {
  override readonly name = 'HeliographError'
  readonly code: ErrorCode
  readonly status: number
  readonly detail: string
  readonly fields: Record<string, string> | undefined
  readonly retryAfter: number | undefined

  constructor(failure: Failure, options?: ErrorOptions & { status?: number }) {
    super(`${failure.code}: ${failure.detail}`, options)
    this.code = failure.code
    this.status = options?.status ?? statusOf[failure.code]
    this.detail = failure.detail
    this.fields = failure.fields
    this.retryAfter = failure.retryAfter
  }

  /** Whether the same call may succeed later. */
  get retryable(): boolean {
    return this.code === 'unavailable' || this.code === 'rate_limited'
  }
}

/** No response came: the call may or may not have had its effect. */
export const noResponse = (cause?: unknown): HeliographError =>
  new HeliographError({ code: 'unavailable', detail: 'The server could not be reached.' }, { cause })
