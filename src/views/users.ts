import { blocks, knows } from '#access/apart'
import type { User } from '#contract'
import { rows, sql } from '#database/statement'
import type { StoredImage } from '#entities'
import { inOrder, pairs, type View } from './view.ts'

export type UserRow = {
  id: string
  username: string | null
  fullName: string
  photo: StoredImage | null
  isPrivate: boolean
  isVerified: boolean
  gone: boolean
}

/** The columns of a User as one JSON value, of an alias of `users`. Plain text: it is part of nearly every query. */
export const userColumns = (alias: string) =>
  sql.raw<UserRow>(`json_build_object('id', ${alias}.id, 'username', ${alias}.username, 'fullName', ${alias}.full_name,
    'photo', ${alias}.photo, 'isPrivate', ${alias}.is_private, 'isVerified', ${alias}.is_verified,
    'gone', ${alias}.status <> 'active')`)

export const viewUser = (row: UserRow, { imageUrl }: Pick<View, 'imageUrl'>): User =>
  row.gone
    ? { id: row.id, username: 'deleted', fullName: '', photo: null, isPrivate: false, isVerified: false }
    : {
        id: row.id,
        username: row.username ?? '',
        fullName: row.fullName,
        // A profile photo is shown to everybody, also that of a private account.
        photo: row.photo && imageUrl(row.photo, false),
        isPrivate: row.isPrivate,
        isVerified: row.isVerified,
      }

/** Users by id, whoever asks: for oneself, and for people whom a query of `access` has let through. */
export async function viewUsers(ctx: View, ids: readonly string[]): Promise<Map<string, User>> {
  if (ids.length === 0) return new Map()
  const found = await rows<{ user: UserRow }>(
    ctx.em,
    sql`select ${userColumns('users')} as "user" from users where id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(found.map(({ user }) => [user.id, viewUser(user, ctx)]))
}

/** Users by id, each as far as its viewer may know of them, or blocks them themselves; otherwise null. */
export async function viewKnownUsers(
  ctx: View,
  wanted: readonly { viewerId: string; id: string }[],
): Promise<(User | null)[]> {
  if (wanted.length === 0) return []
  const viewer = sql`pair.viewer_id`
  const found = await rows<{ ord: string; user: UserRow }>(
    ctx.em,
    sql`select pair.ord, ${userColumns('users')} as "user" from ${pairs(wanted)} join users on users.id = pair.id
      where ${knows(viewer)} or users.status = 'active' and ${blocks(viewer, sql`users.id`)}`,
  )
  return inOrder(wanted.length, found, row => viewUser(row.user, ctx))
}
