import { type ErrorCode, type Problem, statusOf } from '#contract'
import { titles } from '#http/problem'
import { type Json, shapeRef } from './json-schemas.ts'
import { headerRef, rateLimitHeaderRefs } from './response-headers.ts'

/** An OpenAPI response for each error code, with an example. */
export function problemResponses(): Record<string, Json> {
  return Object.fromEntries(Object.entries(explained).map(([code, each]) => [code, response(code as ErrorCode, each)]))
}

type Explained = Pick<Problem, 'detail' | 'fields' | 'retryAfter'> & { when: string }

const explained: Record<ErrorCode, Explained> = {
  invalid: {
    when: 'The input is invalid; `fields` says where.',
    detail: 'limit must be 100 or less',
    fields: { limit: 'must be 100 or less' },
  },
  unauthenticated: { when: 'The token is missing, expired or revoked.', detail: 'An access token is required.' },
  forbidden: {
    when: 'The caller may not do this.',
    detail: 'The sign-up is not finished; the next stage is photo.',
    fields: { stage: 'photo' },
  },
  not_found: { when: 'It does not exist, or the caller may not see it.', detail: 'Post not found.' },
  conflict: {
    when: 'The request conflicts with the current state.',
    detail: 'This idempotency key was used for another request.',
  },
  gone: { when: 'It existed, and no longer does.', detail: 'What this request made has been deleted since.' },
  too_large: { when: 'The file or the body is too large.', detail: 'A photo may have at most 25 MB.' },
  unsupported_media: {
    when: 'The body is not JSON, or the file is not a photo in a supported format.',
    detail: 'This is a text. Photos are accepted as JPEG, PNG, WebP, GIF or AVIF.',
  },
  rate_limited: {
    when: 'Too many calls; try again after `retryAfter` seconds.',
    detail: 'Too many calls; try again in 12 s.',
    retryAfter: 12,
  },
  unavailable: {
    when: 'The service cannot do this now; try again after `retryAfter` seconds.',
    detail: 'The database is unavailable; try again.',
    retryAfter: 1,
  },
  internal: { when: 'A fault of the service.', detail: 'Internal error; it has been logged.' },
}

function response(code: ErrorCode, { when, ...rest }: Explained): Json {
  const status = statusOf[code]
  const example: Problem = { type: 'about:blank', title: titles[code] ?? code, status, code, ...rest }
  return {
    description: `\`${code}\`: ${when}`,
    headers: {
      ...rateLimitHeaderRefs,
      ...(rest.retryAfter !== undefined && { 'Retry-After': headerRef('Retry-After') }),
    },
    content: { 'application/problem+json': { schema: shapeRef('Problem'), example } },
  }
}
