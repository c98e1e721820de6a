import type { Outside } from '#support/process/start-node'
import type { Member } from './crowd.ts'

type App = Pick<Outside, 'query'>
type Someone = string | undefined | { id: string }

const idOf = (someone: Someone) => (typeof someone === 'object' ? someone.id : someone)

/** Writes a block without any of its effects. */
export const insertBlock = (app: App, blocker: Someone, blocked: Someone) =>
  app.query('insert into block (blocker_id, blocked_id) values (?, ?)', [idOf(blocker), idOf(blocked)])

export const insertMute = (app: App, muter: Someone, muted: Someone) =>
  app.query('insert into mute (muter_id, muted_id) values (?, ?)', [idOf(muter), idOf(muted)])

/** Writes a follow alone: no count moves, and no notification and no feed entry is made. */
export const insertFollow = (app: App, follower: Someone, followee: Someone) =>
  app.query(`insert into follow (follower_id, followee_id, status) values (?, ?, 'following')`, [
    idOf(follower),
    idOf(followee),
  ])

/** Writes follow requests of many without any of their effects. */
export const insertRequests = (app: App, followee: Someone, askers: readonly Member[]) =>
  app.query(
    `insert into follow (follower_id, followee_id, status)
      select id, ?, 'requested' from unnest(?::uuid[]) as asking (id)`,
    [idOf(followee), `{${askers.map(({ viewer }) => viewer.id).join()}}`],
  )
