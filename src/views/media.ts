import type { Media } from '#contract'
import { row, sql } from '#database/statement'
import type { StoredImage } from '#entities'
import type { View } from './view.ts'

export type MediaRow = {
  id: string
  status: 'processing' | 'ready' | 'failed'
  altText: string
  image: StoredImage | null
  failure: string | null
}

/** The columns of a Media as one JSON value. */
export const mediaColumns = sql<MediaRow>`json_build_object('id', media.id, 'status', media.status,
  'altText', media.alt_text, 'image', media.image, 'failure', media.failure)`

export const viewMediaRow = (row: MediaRow, isPrivate: boolean, { imageUrl }: Pick<View, 'imageUrl'>): Media => ({
  id: row.id,
  status: row.status,
  kind: 'image',
  image: row.image && imageUrl(row.image, isPrivate),
  altText: row.altText,
  ...(row.failure === null ? {} : { failure: row.failure }),
})

/** One's own upload, or null. */
export async function viewOwnMedia(ctx: View, ownerId: string, mediaId: string): Promise<Media | null> {
  const found = await row<{ media: MediaRow; isPrivate: boolean }>(
    ctx.em,
    sql`select ${mediaColumns} as media, users.is_private as "isPrivate" from media
      join users on users.id = media.owner_id where media.id = ${mediaId}::uuid and media.owner_id = ${ownerId}::uuid`,
  )
  return found && viewMediaRow(found.media, found.isPrivate, ctx)
}
