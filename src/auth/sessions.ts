import type { EntityManager } from '@mikro-orm/postgresql'
import type { Role, Stage } from '#contract'
import { anyOf, compiled, literal, now } from '#database'
import type { Credentials } from './credentials.ts'

/** The account and session that a token belongs to. */
export type Viewer = { id: string; sessionId: string; stage: Stage; role: Role }

/** The viewer of a valid token, and when the token expires in milliseconds; otherwise why the token is rejected. */
export type Authentication =
  | { viewer: Viewer; expiresAt: number; rejected?: undefined }
  | { rejected: 'missing' | 'invalid' | 'ended' }

/** How long a node trusts that a session is valid without asking the database, in milliseconds. */
const trustedMs = 1000
const maxCached = 20_000

/** Authenticates access tokens against the database; the result is at most a second old. `load` returns active sessions. */
export function createSessions(credentials: Credentials, load: (sessionId: string) => Promise<Viewer | undefined>) {
  const viewers = new Map<string, { viewer: Viewer; until: number }>()
  const tokens = new Map<string, { userId: string; sessionId: string; stage: Stage; expiresAt: number }>()

  let forgotten = 0

  /** Loads again if a session was forgotten meanwhile: the first result may be from before its end. */
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
    if (tokens.size >= maxCached) tokens.clear()
    const entry = { userId: claims.sub, sessionId: claims.sid, stage: claims.stage, expiresAt: claims.exp * 1000 }
    tokens.set(token, entry)
    return entry
  }

  return {
    async authenticate(token: string | null): Promise<Authentication> {
      if (token === null || token === '') return { rejected: 'missing' }
      const claims = read(token)
      if (claims === null || claims.expiresAt <= Date.now()) return { rejected: 'invalid' }
      const cached = viewers.get(claims.sessionId)
      // A token of a later stage than the cached one was issued after it was cached.
      const isSame = cached?.viewer.id === claims.userId && cached.viewer.stage === claims.stage
      const isFresh = cached !== undefined && cached.until > Date.now() && isSame
      if (isFresh) return { viewer: cached.viewer, expiresAt: claims.expiresAt }
      const viewer = await loadNow(claims.sessionId)
      if (viewer === undefined || viewer.id !== claims.userId) {
        viewers.delete(claims.sessionId)
        return { rejected: 'ended' }
      }
      if (viewers.size >= maxCached) viewers.clear()
      viewers.set(claims.sessionId, { viewer, until: Date.now() + trustedMs })
      return { viewer, expiresAt: claims.expiresAt }
    },
    forgetSession: (sessionId: string) => {
      forgotten += 1
      viewers.delete(sessionId)
    },
    forgetUser: (userId: string) => {
      forgotten += 1
      for (const [sessionId, { viewer }] of viewers) if (viewer.id === userId) viewers.delete(sessionId)
    },
  }
}

export type Sessions = ReturnType<typeof createSessions>

const activeViewers = compiled({ sessionIds: 'uuid[]' }, (db, { sessionIds }) =>
  db
    .selectFrom('Session')
    .innerJoin('User', 'User.id', 'Session.userId')
    .select(['User.id', 'Session.id as sessionId', 'User.stage', 'User.role'])
    .where('Session.id', '=', anyOf(sessionIds))
    .where('Session.endedAt', 'is', null)
    .where('Session.expiresAt', '>', now)
    .where('User.status', '=', literal('active')),
)

/** The viewers of those of the sessions that are active, by session id. */
export async function loadViewers(em: EntityManager, sessionIds: readonly string[]): Promise<Map<string, Viewer>> {
  const found = await activeViewers(em, { sessionIds })
  return new Map(found.map(viewer => [viewer.sessionId, viewer]))
}
