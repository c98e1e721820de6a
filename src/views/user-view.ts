import type { User } from '#contract'
import type { StoredImage } from '#entities'
import { rows, sql } from '#entities/query'
import type { View } from './view.ts'

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

/** Users by id, whoever asks: the card of a person is public. */
export async function viewUsers(ctx: View, ids: readonly string[]): Promise<Map<string, User>> {
  if (ids.length === 0) return new Map()
  const found = await rows<{ user: UserRow }>(
    ctx.em,
    sql`select ${userColumns('users')} as "user" from users where id = any(${[...new Set(ids)]}::uuid[])`,
  )
  return new Map(found.map(({ user }) => [user.id, viewUser(user, ctx)]))
}
