import { canSeePost } from '#access/posts'
import type { Collection } from '#contract'
import { compiled, literal, sql } from '#database'
import type { PostStatus } from '#entities'
import { type MediaJson, mediaJson, readerOf, viewMedia } from './media.ts'
import { inOrder, pairs, pairsOf, pairTypes, type Seen, type View } from './view.ts'

/** Posts of one collection are counted up to here. */
const maxCounted = 1000

const collectionsSeen = compiled({ ...pairTypes, postId: 'uuid' }, (db, { postId, ...given }) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Collection', join =>
      join.onRef('Collection.id', '=', 'pair.id').onRef('Collection.ownerId', '=', 'pair.viewerId'),
    )
    .select(['pair.ord', 'Collection.id', 'Collection.title'])
    .select(eb => [
      eb
        .selectFrom(
          eb
            .selectFrom('CollectionPost')
            .innerJoin('Post', 'Post.id', 'CollectionPost.postId')
            .innerJoin('User as author', 'author.id', 'Post.authorId')
            .select('CollectionPost.postId')
            .whereRef('CollectionPost.collectionId', '=', 'Collection.id')
            .where(seen => canSeePost(seen.ref('pair.viewerId')))
            .limit(literal(maxCounted))
            .as('counted'),
        )
        .select(counted => counted.fn.countAll<number>().as('posts'))
        .as('posts'),
      eb
        .selectFrom('CollectionPost')
        .innerJoin('Post', 'Post.id', 'CollectionPost.postId')
        .innerJoin('User as author', 'author.id', 'Post.authorId')
        .innerJoin('PostMedia', join =>
          join.onRef('PostMedia.postId', '=', 'Post.id').on('PostMedia.position', '=', literal(0)),
        )
        .innerJoin('Media', 'Media.id', 'PostMedia.mediaId')
        .select(cover =>
          sql<{
            media: MediaJson
            isPrivate: boolean
            status: PostStatus
          }>`json_build_object('media', ${mediaJson()}, 'isPrivate', ${cover.ref('author.isPrivate')},
            'status', ${cover.ref('Post.status')})`.as('cover'),
        )
        .whereRef('CollectionPost.collectionId', '=', 'Collection.id')
        .where('Media.status', '=', literal('ready'))
        .where(seen => canSeePost(seen.ref('pair.viewerId')))
        .orderBy(
          cover => sql`${cover.ref('Post.id')} is not distinct from ${cover.ref('Collection.coverPostId')}`,
          'desc',
        )
        .orderBy('CollectionPost.createdAt', 'desc')
        .orderBy('CollectionPost.postId', 'desc')
        .limit(literal(1))
        .as('cover'),
      eb
        .case()
        .when(postId, 'is not', null)
        .then(
          eb.exists(
            eb
              .selectFrom('CollectionPost')
              .select('CollectionPost.postId')
              .whereRef('CollectionPost.collectionId', '=', 'Collection.id')
              .where('CollectionPost.postId', '=', postId),
          ),
        )
        .end()
        .as('holds'),
    ]),
)

/** Collections, each for its owner, null for other viewers; with a post, whether they hold it. */
export async function viewCollections(
  ctx: View,
  seen: readonly Seen[],
  postId: string | null = null,
): Promise<(Collection | null)[]> {
  if (seen.length === 0) return []
  const found = await collectionsSeen(ctx.em, { ...pairsOf(seen), postId })
  return inOrder(seen.length, found, ({ id, title, posts, cover, holds }) => ({
    id,
    title,
    cover: cover && viewMedia(cover.media, cover.isPrivate, ctx, readerOf(cover)).image,
    counts: { posts: posts ?? 0 },
    holds: holds === null ? null : holds === true,
  }))
}
