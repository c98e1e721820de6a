import type { Outside } from '#support/process/start-node'

type App = Pick<Outside, 'query'>

/** As if the newest refresh token of a session had been issued longer ago than its predecessor stays good. */
export const passRefreshGrace = (app: App, sessionId: string | undefined) =>
  app.query(`update session set refreshed_at = now() - interval '11 seconds' where id = ?`, [sessionId])

export const expireSession = (app: App, sessionId: string | undefined) =>
  app.query('update session set expires_at = now() where id = ?', [sessionId])

/** Ends a session some days ago, without notice to anybody. */
export const markEnded = (app: App, sessionId: string | undefined, daysAgo = 0) =>
  app.query(`update session set ended_at = now() - ? * interval '1 day' where id = ?`, [daysAgo, sessionId])

/** As if a session had not been used for an hour. */
export const leaveUnused = (app: App, sessionId: string | undefined) =>
  app.query(`update session set last_seen_at = now() - interval '1 hour' where id = ?`, [sessionId])

export const deleteSessions = (app: App, { id }: { id: string }) =>
  app.query('delete from session where user_id = ?', [id])

/** Ends the grace period of the refresh tokens of all sessions of an account. */
export const passRefreshGraceOf = (app: App, { id }: { id: string }) =>
  app.query(`update session set refreshed_at = now() - interval '11 seconds' where user_id = ?`, [id])
