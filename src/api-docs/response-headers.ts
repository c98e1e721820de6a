import { limits } from '#core/pipeline/limits'
import { rateLimitHeaderNames } from '#http/rate-limit-headers'
import type { Json } from './json-schemas.ts'

const { points, seconds } = limits.read
const integer = (description: string, example: number) => ({
  description,
  schema: { type: 'integer', minimum: 0 },
  example,
})

/** The headers of responses, under `components/headers`. */
export const responseHeaders: Record<string, Json> = {
  'RateLimit-Limit': integer('The calls of this class that the window allows.', points),
  'RateLimit-Remaining': integer('The calls left in the window.', points - 1),
  'RateLimit-Reset': integer('Seconds until the window ends and all calls are available again.', seconds),
  'RateLimit-Policy': {
    description: 'The limit and its window in seconds.',
    schema: { type: 'string', pattern: '^\\d+;w=\\d+$' },
    example: `${points};w=${seconds}`,
  },
  'Retry-After': integer('Seconds to wait before trying again.', 12),
}

export const headerRef = (name: string) => ({ $ref: `#/components/headers/${name}` })

export const rateLimitHeaderRefs = Object.fromEntries(rateLimitHeaderNames.map(name => [name, headerRef(name)]))
