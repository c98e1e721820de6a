import { sql } from '#database/statement'
import type { MediaJson } from './media.ts'
import type { UserJson } from './users.ts'
import type { Seen } from './view.ts'

export type UserRow = UserJson
export type MediaRow = MediaJson

export const userColumns = (alias: string) =>
  sql.raw<UserRow>(`json_build_object('id', ${alias}.id, 'username', ${alias}.username, 'fullName', ${alias}.full_name,
    'photo', ${alias}.photo, 'isPrivate', ${alias}.is_private, 'isVerified', ${alias}.is_verified,
    'status', ${alias}.status)`)

export const mediaColumns = sql<MediaRow>`json_build_object('id', media.id, 'status', media.status,
  'altText', media.alt_text, 'image', media.image, 'failure', media.failure)`

export const pairs = (list: readonly Seen[]) => sql`unnest(
  ${list.map(pair => pair.viewerId)}::uuid[], ${list.map(pair => pair.id)}::uuid[]
) with ordinality as pair (viewer_id, id, ord)`
