import { limits } from '#core/pipeline/limits'
import { rateLimitHeaderNames } from '#http/rate-limit-headers'
import type { Json } from './json-schemas.ts'

const { points, seconds } = limits.read
const whole = (description: string, example: number) => ({
  description,
  schema: { type: 'integer', minimum: 0 },
  example,
})

/** The headers of answers, under `components/headers`. */
export const responseHeaders: Record<string, Json> = {
  'RateLimit-Limit': whole('How many calls of this class the window grants.', points),
  'RateLimit-Remaining': whole('How many of them are left.', points - 1),
  'RateLimit-Reset': whole('In how many seconds the window ends and all are there again.', seconds),
  'RateLimit-Policy': {
    description: 'The limit and its window in seconds.',
    schema: { type: 'string', pattern: '^\\d+;w=\\d+$' },
    example: `${points};w=${seconds}`,
  },
  'Retry-After': whole('In how many seconds to try again.', 12),
}

export const headerRef = (name: string) => ({ $ref: `#/components/headers/${name}` })

export const rateLimitHeaderRefs = Object.fromEntries(rateLimitHeaderNames.map(name => [name, headerRef(name)]))
