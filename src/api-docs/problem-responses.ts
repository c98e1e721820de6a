import { type ErrorCode, type Problem, statusOf } from '#contract'
import { titles } from '#http/problem'
import { type Json, shapeRef } from './json-schemas.ts'
import { headerRef, rateLimitHeaderRefs } from './response-headers.ts'

/** One OpenAPI response per error code, each with what such an answer looks like. */
export function problemResponses(): Record<string, Json> {
  return Object.fromEntries(Object.entries(said).map(([code, what]) => [code, response(code as ErrorCode, what)]))
}

type Said = Pick<Problem, 'detail' | 'fields' | 'retryAfter'> & { when: string }

const said: Record<ErrorCode, Said> = {
  invalid: {
    when: 'The input is at fault; `fields` says where.',
    detail: 'limit must be 100 or less',
    fields: { limit: 'must be 100 or less' },
  },
  unauthenticated: { when: 'The token is missing, expired or revoked.', detail: 'An access token is needed.' },
  forbidden: {
    when: 'The caller may know of it, but not do this.',
    detail: 'The sign-up is not finished; the next stage is photo.',
    fields: { stage: 'photo' },
  },
  not_found: { when: 'There is no such thing, or the caller may not know of it.', detail: 'There is no such thing.' },
  conflict: {
    when: 'It does not go with how things stand.',
    detail: 'This idempotency key was used for another request.',
  },
  gone: { when: 'It was there and is no more.', detail: 'This code is no longer good: ask for a new one.' },
  too_large: { when: 'The file or the body is too large.', detail: 'A photo may have 25 MB.' },
  unsupported_media: {
    when: 'The body is not JSON, or the file is no photo of a known kind.',
    detail: 'This is a text. Photos are accepted as JPEG, PNG, WebP, GIF or AVIF.',
  },
  rate_limited: {
    when: 'Too many calls; `retryAfter` says in how many seconds to try again.',
    detail: 'Too many calls; try again in 12 s.',
    retryAfter: 12,
  },
  unavailable: {
    when: 'The service cannot do this now; `retryAfter` says in how many seconds to try again.',
    detail: 'The database cannot answer now; try again.',
    retryAfter: 1,
  },
  internal: { when: 'A fault of the service.', detail: 'Something went wrong here; it has been noted.' },
}

function response(code: ErrorCode, { when, ...rest }: Said): Json {
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
