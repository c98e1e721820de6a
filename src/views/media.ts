import { isWithheld } from '#access/media'
import type { Media } from '#contract'
import { columnsOf, compiled, type JsonOf, jsonBuildObject } from '#database'
import type { PostStatus } from '#entities'
import { inOrder, pairs, pairsOf, pairTypes, type Reader, type Seen, seenBy, type View } from './view.ts'

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

export const viewMedia = (
  media: MediaJson,
  isPrivate: boolean,
  { imageUrl }: Pick<View, 'imageUrl'>,
  reader?: Reader,
): Media => ({
  id: media.id,
  status: media.status,
  kind: 'image',
  image: media.image && imageUrl(media.image, isPrivate, reader),
  altText: media.altText,
  ...(media.failure === null ? {} : { failure: media.failure }),
})

/** For whom the addresses of a post's photos are: of one that only its author sees, for them alone. */
export const readerOf = ({ status }: { status: PostStatus }) => (status === 'published' ? undefined : 'owner')

const ownUploads = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Media', join => join.onRef('Media.id', '=', 'pair.id').onRef('Media.ownerId', '=', 'pair.viewerId'))
    .innerJoin('User', 'User.id', 'Media.ownerId')
    .select(['pair.ord', mediaJson().as('media'), 'User.isPrivate', isWithheld().as('isWithheld')]),
)

/** Uploads, each for its owner; null for other viewers. */
export async function viewOwnUploads(ctx: View, seen: readonly Seen[]): Promise<(Media | null)[]> {
  const found = await ownUploads(ctx.em, pairsOf(seen))
  return inOrder(seen.length, found, row =>
    viewMedia(row.media, row.isPrivate, ctx, row.isWithheld ? 'owner' : undefined),
  )
}

/** An upload of its owner; null if there is none. */
export async function viewOwnMedia(ctx: View, ownerId: string, mediaId: string): Promise<Media | null> {
  const [media = null] = await viewOwnUploads(ctx, seenBy(ownerId, [mediaId]))
  return media
}
