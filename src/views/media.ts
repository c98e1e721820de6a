import type { Media } from '#contract'
import { columnsOf, db, type JsonOf, jsonBuildObject } from '#database'
import type { View } from './view.ts'

/** An upload as one JSON value of a query. */
export function mediaJson(alias = 'Media') {
  const media = columnsOf('Media', alias)
  return jsonBuildObject({
    id: media('id'),
    status: media('status'),
    altText: media('altText'),
    image: media('image'),
    failure: media('failure'),
  })
}
export type MediaJson = JsonOf<typeof mediaJson>

export const viewMedia = (media: MediaJson, isPrivate: boolean, { imageUrl }: Pick<View, 'imageUrl'>): Media => ({
  id: media.id,
  status: media.status,
  kind: 'image',
  image: media.image && imageUrl(media.image, isPrivate),
  altText: media.altText,
  ...(media.failure === null ? {} : { failure: media.failure }),
})

/** An upload of its owner; null if there is none. */
export async function viewOwnMedia(ctx: View, ownerId: string, mediaId: string): Promise<Media | null> {
  const found = await db(ctx.em)
    .selectFrom('Media')
    .innerJoin('User', 'User.id', 'Media.ownerId')
    .select([mediaJson().as('media'), 'User.isPrivate'])
    .where('Media.id', '=', mediaId)
    .where('Media.ownerId', '=', ownerId)
    .executeTakeFirst()
  return found ? viewMedia(found.media, found.isPrivate, ctx) : null
}
