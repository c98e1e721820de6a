import type { Outside } from '#support/process/start-node'

type App = Pick<Outside, 'query'>

/** The codes of an address are no longer good. */
export const expireCodes = (app: App, contact: string) =>
  app.query('update code set expires_at = now() where contact = ?', [contact])

/** Lets time pass for the codes of an address: they were sent some seconds earlier. */
export const ageCodes = (app: App, contact: string, seconds: number) =>
  app.query(`update code set created_at = created_at - ? * interval '1 second' where contact = ?`, [seconds, contact])

/** As if the codes of an address had been tried as often as they may be. */
export const useUpCodes = (app: App, contact: string) =>
  app.query('update code set tries = 5 where contact = ?', [contact])
