import type { Stage } from '#contract'
import type { Outside } from '#support/process/start-node'

/** An account by its id or by its user name. */
export type Account = string | undefined | { id: string } | { username: string | undefined }
type App = Pick<Outside, 'query'>

/** Writes what no operation can, or what takes days, into the row of an account. */
const change = (app: App, account: Account, assignments: string, values: unknown[] = []) => {
  const isNamed = typeof account === 'object' && !('id' in account)
  const key = isNamed ? account.username : typeof account === 'object' ? account.id : account
  if (key === undefined) throw new Error('This account is not there.')
  return app.query(`update users set ${assignments} where ${isNamed ? 'username' : 'id'} = ?`, [...values, key])
}

export const makePrivate = (app: App, account: Account) => change(app, account, 'is_private = true')
export const makePublic = (app: App, account: Account) => change(app, account, 'is_private = false')
export const makeModerator = (app: App, account: Account) => change(app, account, `role = 'moderator'`)
export const makeOrdinary = (app: App, account: Account) => change(app, account, `role = 'user'`)
export const suspend = (app: App, account: Account) => change(app, account, `status = 'suspended'`)

/** Deletes an account as of some days ago, without any effect of a deletion. */
export const markDeleted = (app: App, account: Account, daysAgo = 0) =>
  change(app, account, `status = 'deleted', deleted_at = now() - ? * interval '1 day'`, [daysAgo])

export const bringBack = (app: App, account: Account) => change(app, account, `status = 'active', deleted_at = null`)

/** From now on its posts are read by query, not copied into the feeds of its followers. */
export async function makeLarge(app: App, account: { id: string }) {
  await change(app, account, 'is_large = true')
  await app.query('update follow set followee_large = true where followee_id = ?', [account.id])
}
export const setStage = (app: App, account: Account, stage: Stage) => change(app, account, 'stage = ?', [stage])
export const setPhone = (app: App, account: Account, phone: string) => change(app, account, 'phone = ?', [phone])
export const setPostCount = (app: App, account: Account, count: number) =>
  change(app, account, 'post_count = ?', [count])

/** Lets days pass since the last change of the user name. */
export const ageRename = (app: App, account: Account, days: number) =>
  change(app, account, `renamed_at = renamed_at - ? * interval '1 day'`, [days])
