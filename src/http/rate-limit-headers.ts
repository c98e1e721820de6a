import type { LimitClass } from '#contract'
import { type LimitState, limits } from '#core/pipeline/limits'

/**
 * The headers of a response whose call was counted by a rate limit, as in draft-ietf-httpapi-ratelimit-headers-06.
 * `RateLimit-Reset` is in seconds.
 */
export const rateLimitHeaders = (limit: LimitClass, state: LimitState): Record<string, string> => ({
  'RateLimit-Limit': String(state.limit),
  'RateLimit-Remaining': String(state.remaining),
  'RateLimit-Reset': String(state.resetSeconds),
  'RateLimit-Policy': `${state.limit};w=${limits[limit].seconds}`,
})

export const rateLimitHeaderNames = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset', 'RateLimit-Policy']
