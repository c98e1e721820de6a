import { canSeePost } from '#access/posts'
import type { PostVersion } from '#contract'
import { entitiesOf } from '#contract/text-entities'
import { compiled, sql } from '#database'
import { type MediaJson, mediaJson, readerOf, viewMedia } from './media.ts'
import { inOrder, pairs, pairsOf, pairTypes, type Seen, type View } from './view.ts'

const versionsSeen = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('PostEdit', 'PostEdit.id', 'pair.id')
    .innerJoin('Post', 'Post.id', 'PostEdit.postId')
    .innerJoin('User as author', 'author.id', 'Post.authorId')
    .select([
      'pair.ord',
      'PostEdit.id',
      'PostEdit.caption',
      'PostEdit.location',
      'PostEdit.writtenAt',
      'PostEdit.createdAt',
      'author.isPrivate',
      'Post.status',
    ])
    .select(eb =>
      eb
        .selectFrom('PostMedia')
        .innerJoin('Media', 'Media.id', 'PostMedia.mediaId')
        .select(photo => {
          const place = sql`array_position(${eb.ref('PostEdit.mediaIds')}, ${photo.ref('PostMedia.mediaId')}::text)`
          return sql<MediaJson[] | null>`json_agg(${mediaJson()} order by ${place})`.as('media')
        })
        .whereRef('PostMedia.postId', '=', 'PostEdit.postId')
        .where(photo => sql<boolean>`${photo.ref('PostMedia.mediaId')}::text = any(${eb.ref('PostEdit.mediaIds')})`)
        .as('media'),
    )
    .where(eb => canSeePost(eb.ref('pair.viewerId'))),
)

/** Former versions of posts, with those of their photos that the post still has; null where the viewer cannot see the post. */
export async function viewPostVersions(ctx: View, seen: readonly Seen[]): Promise<(PostVersion | null)[]> {
  if (seen.length === 0) return []
  const found = await versionsSeen(ctx.em, pairsOf(seen))
  return inOrder(seen.length, found, version => ({
    id: version.id,
    caption: version.caption,
    entities: entitiesOf(version.caption),
    location: version.location,
    media: (version.media ?? []).map(photo => viewMedia(photo, version.isPrivate, ctx, readerOf(version))),
    writtenAt: version.writtenAt.toISOString(),
    replacedAt: version.createdAt.toISOString(),
  }))
}
