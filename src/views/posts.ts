import { canSeePost } from '#access/posts'
import type { Post } from '#contract'
import { entitiesOf, tagsOf } from '#contract/text-entities'
import { compiled, sql } from '#database'
import { type MediaJson, mediaJson, viewMedia } from './media.ts'
import { userJson, viewUser } from './users.ts'
import { inOrder, pairs, pairsOf, pairTypes, type Seen, type View } from './view.ts'

const postsSeen = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Post', 'Post.id', 'pair.id')
    .innerJoin('User as author', 'author.id', 'Post.authorId')
    .select([
      'pair.ord',
      'Post.id',
      'Post.caption',
      'Post.entities',
      'Post.likesHidden',
      'Post.sharedPostId',
      'Post.formerStatus',
      'Post.publishAt',
      'Post.pinnedAt',
      'Post.deletedAt',
      'Post.location',
      'Post.commentsDisabled',
      'Post.status',
      'Post.likeCount',
      'Post.commentCount',
      'Post.shareCount',
      'Post.version',
      'Post.createdAt',
      'Post.editedAt',
      'Post.publishedAt',
      userJson('author').as('author'),
    ])
    .select(eb => [
      eb
        .selectFrom('PostMedia')
        .innerJoin('Media', 'Media.id', 'PostMedia.mediaId')
        .select(photos =>
          sql<MediaJson[] | null>`json_agg(${mediaJson()} order by ${photos.ref('PostMedia.position')})`.as('media'),
        )
        .whereRef('PostMedia.postId', '=', 'Post.id')
        .as('media'),
      eb
        .exists(
          eb
            .selectFrom('PostLike')
            .select('PostLike.postId')
            .whereRef('PostLike.postId', '=', 'Post.id')
            .whereRef('PostLike.userId', '=', 'pair.viewerId'),
        )
        .as('liked'),
      eb
        .exists(
          eb
            .selectFrom('PostSave')
            .select('PostSave.postId')
            .whereRef('PostSave.postId', '=', 'Post.id')
            .whereRef('PostSave.userId', '=', 'pair.viewerId'),
        )
        .as('saved'),
    ])
    .where(eb => canSeePost(eb.ref('pair.viewerId'))),
)
type Found = Awaited<ReturnType<typeof postsSeen>>[number]

/** Posts, each as its viewer can see it; null where they cannot. */
export async function viewPosts(ctx: View, seen: readonly Seen[]): Promise<(Post | null)[]> {
  if (seen.length === 0) return []
  const found = await postsSeen(ctx.em, pairsOf(seen))
  return inOrder(seen.length, found, post => viewPost(post, ctx))
}

const viewPost = (post: Found, ctx: View, entities = post.entities ?? entitiesOf(post.caption)): Post => ({
  id: post.id,
  author: viewUser(post.author, ctx),
  caption: post.caption,
  entities,
  media: (post.media ?? []).map(photo => viewMedia(photo, post.author.isPrivate, ctx)),
  counts: { likes: post.likeCount, comments: post.commentCount, shares: post.shareCount },
  viewer: { liked: post.liked === true, saved: post.saved === true, reason: null },
  likesHidden: post.likesHidden,
  hashtags: tagsOf(entities),
  mentions: [],
  tagged: [],
  location: post.location,
  commentsDisabled: post.commentsDisabled,
  sharedPost: null,
  sharedPostUnavailable: post.sharedPostId !== null,
  pinned: post.pinnedAt !== null,
  createdAt: post.createdAt.toISOString(),
  editedAt: post.editedAt?.toISOString() ?? null,
  publishAt: post.publishAt?.toISOString() ?? null,
  publishedAt: post.publishedAt?.toISOString() ?? null,
  deletedAt: post.deletedAt?.toISOString() ?? null,
  status: standing(post),
  version: post.version,
})

/** The status of a post; of a deleted one, the status that it returns to when it is restored. */
function standing({ status, formerStatus }: Pick<Found, 'status' | 'formerStatus'>): Post['status'] {
  if (status !== 'deleted') return status
  return formerStatus ?? 'draft'
}
