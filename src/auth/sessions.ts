import type { EntityManager } from '@mikro-orm/postgresql'
import type { Stage } from '#contract'
import { batched } from '#core/batching/loader'
import type { Viewer } from '#core/pipeline/context'
import { ApiError } from '#core/pipeline/errors'
import { databaseError } from '#core/pipeline/transaction'
import { rows, sql } from '#database/statement'
import type { Credentials } from './credentials.ts'

/** How long a node may remember that a session is valid, in milliseconds. */
const remembered = 1000
const tokensKept = 20_000

/** Tells who a token speaks for, by the database: at most a second old, and forgotten at once when told so. */
export function createSessions(credentials: Credentials, fork: () => EntityManager) {
  const known = new Map<string, { viewer: Viewer; until: number }>()
  const tokens = new Map<string, { userId: string; sessionId: string; stage: Stage; expiresAt: number }>()

  let forgotten = 0

  const load = batched<string, Viewer>(async sessionIds => {
    const found = await rows<Viewer>(
      fork(),
      sql`select users.id, session.id as "sessionId", users.stage, users.role from session join users on users.id = session.user_id
        where session.id = any(${sessionIds}::uuid[]) and session.ended_at is null and session.expires_at > now()
          and users.status = 'active'`,
    )
    return new Map(found.map(viewer => [viewer.sessionId, viewer]))
  })

  /** What was looked up while a session was forgotten may be from before its end. */
  const loadNow = async (sessionId: string) => {
    for (;;) {
      const before = forgotten
      const viewer = await load(sessionId)
      if (forgotten === before) return viewer
    }
  }

  const read = (token: string) => {
    const cached = tokens.get(token)
    if (cached) return cached
    const claims = credentials.verifyAccess(token)
    if (claims === null) return null
    if (tokens.size >= tokensKept) tokens.clear()
    const entry = { userId: claims.sub, sessionId: claims.sid, stage: claims.stage, expiresAt: claims.exp * 1000 }
    tokens.set(token, entry)
    return entry
  }

  return {
    /** Refuses with `unauthenticated` what is missing, expired, revoked or not ours. */
    async authenticate(token: string | null): Promise<{ viewer: Viewer; expiresAt: number }> {
      if (token === null || token === '') throw new ApiError('unauthenticated', 'An access token is needed.')
      const claims = read(token)
      if (claims === null || claims.expiresAt <= Date.now()) {
        throw new ApiError('unauthenticated', 'The access token is not valid, or it has expired.')
      }
      const cached = known.get(claims.sessionId)
      // A token of a later stage than what is remembered was issued since.
      const isSame = cached?.viewer.id === claims.userId && cached.viewer.stage === claims.stage
      const isFresh = cached !== undefined && cached.until > Date.now() && isSame
      if (isFresh) return { viewer: cached.viewer, expiresAt: claims.expiresAt }
      const viewer = await loadNow(claims.sessionId).catch(error => {
        throw databaseError(error) ?? error
      })
      if (viewer === undefined || viewer.id !== claims.userId) {
        known.delete(claims.sessionId)
        throw new ApiError('unauthenticated', 'This session has ended.')
      }
      if (known.size >= tokensKept) known.clear()
      known.set(claims.sessionId, { viewer, until: Date.now() + remembered })
      return { viewer, expiresAt: claims.expiresAt }
    },
    forgetSession: (sessionId: string) => {
      forgotten += 1
      known.delete(sessionId)
    },
    forgetUser: (userId: string) => {
      forgotten += 1
      for (const [sessionId, { viewer }] of known) if (viewer.id === userId) known.delete(sessionId)
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>
