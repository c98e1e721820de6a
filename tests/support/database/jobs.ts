import { until } from '#support/events/next-event'
import type { Outside } from '#support/process/start-node'

type App = Pick<Outside, 'query'>

/** A waiting job is due now. */
export const makeDue = (app: App, jobId: string) => app.query('update task set run_at = now() where id = ?', [jobId])

/** A job that comes again and again is due now, although it has been handed over. */
export const makeDueAgain = (app: App, jobId: string) =>
  app.query('update task set run_at = now(), handed_at = null where id = ?', [jobId])

/** As if no worker had taken what was handed over: the sweep hands it over again. */
export const makeOverdue = (app: App) =>
  app.query("update task set handed_at = now() - interval '16 s' where handed_at is not null")

/** Resolves when a job is done. */
export const done = (app: App, jobId: string) =>
  until(
    async () =>
      app.query(`select attempts, last_error from task where id = ? and run_at < now() + interval '1 minute'`, [jobId]),
    waiting => waiting.length === 0,
  )

/** As if the ten seconds had passed between two entries of a growing notification. */
export async function passGrowthPause(app: App) {
  await app.query("update notification set told_at = told_at - interval '10 s'")
  await app.query("update task set run_at = now() where job = 'notification.grow' and handed_at is null")
  await until(
    () => app.query("select 1 from task where job = 'notification.grow'"),
    left => left.length === 0,
  )
}

/** As a killed worker leaves a job: tried some times, with its lease ending in some seconds. */
export const leaveTried = (app: App, jobId: string, attempts: number, secondsLeft: number) =>
  app.query(`update task set attempts = ?, handed_at = null, run_at = now() + ? * interval '1 second' where id = ?`, [
    attempts,
    secondsLeft,
    jobId,
  ])
