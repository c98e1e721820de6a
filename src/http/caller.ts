import type { Context } from 'hono'
import type { Sessions } from '#auth/sessions'
import type { Operation, OperationName } from '#contract'
import { isPublicAuth } from '#core/pipeline/access'
import { authenticate } from '#core/pipeline/authenticate'
import type { From, Viewer } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import type { Call, Run } from '#core/pipeline/run'
import { rateLimitHeaders } from './rate-limit-headers.ts'

type Deps = { run: Run; sessions: Sessions; addressOf(c: Context): string }

/** Returns the caller, counted by the rate limit of the operation; adds its state to `headers`. Throws if they may not call. */
export async function admit(
  c: Context,
  name: OperationName,
  operation: Operation,
  deps: Deps,
  headers: Record<string, string>,
) {
  const from = fromOf(c, deps)
  const counted: Call['counted'] = (limit, state) => void Object.assign(headers, rateLimitHeaders(limit, state))
  const viewer = await viewerOf(c, operation, deps.sessions).catch(async error => {
    await deps.run.count(name, { viewer: null, from, counted })
    throw error
  })
  await deps.run.admit(name, { viewer, from, counted })
  return { viewer, from }
}

const fromOf = (c: Context, { addressOf }: Pick<Deps, 'addressOf'>): From => ({
  ip: addressOf(c),
  userAgent: c.req.header('user-agent') ?? '',
  connectionId: null,
})

/** The viewer of the token; null without one. An invalid token throws, except in an operation that issues tokens. */
async function viewerOf(c: Context, operation: Operation, sessions: Sessions): Promise<Viewer | null> {
  const header = c.req.header('authorization')
  if (header === undefined) return null
  const token = /^Bearer ([\w.~+/=-]+)$/i.exec(header)?.[1] ?? null
  if (isPublicAuth(operation))
    return authenticate(sessions, token).then(
      found => found.viewer,
      () => null,
    )
  if (token === null) throw new ApiError('unauthenticated', 'The Authorization header must be "Bearer" and one token.')
  return (await authenticate(sessions, token)).viewer
}

/** Milliseconds after which a caller is authenticated again: a slow body may be complete long after a sign-out. */
const trustedMs = 1000

/** The caller once the body is read. Throws if their session has ended meanwhile. */
export const viewerStill = async (
  c: Context,
  viewer: Viewer | null,
  operation: Operation,
  { sessions }: Pick<Deps, 'sessions'>,
  began: number,
) => (performance.now() - began < trustedMs ? viewer : viewerOf(c, operation, sessions))
