import { canSeeDeletedPost, canSeePost } from '#access/posts'
import { canSeeTag } from '#access/tags'
import { canSee } from '#access/users'
import type { Post } from '#contract'
import { entitiesOf, namesOf, tagsOf } from '#contract/text-entities'
import { compiled, jsonBuildObject, literal, sql } from '#database'
import { type MediaJson, mediaJson, readerOf, viewMedia } from './media.ts'
import { type UserJson, userJson, viewUser } from './users.ts'
import { inOrder, pairs, pairsOf, pairTypes, type Seen, type View, viewEach } from './view.ts'

const postsSeen = compiled({ ...pairTypes, deleted: 'boolean' }, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Post', 'Post.id', 'pair.id')
    .innerJoin('User as author', 'author.id', 'Post.authorId')
    .select([
      'pair.ord',
      'pair.viewerId',
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
        .selectFrom('PhotoTag')
        .innerJoin('PostMedia', join =>
          join.onRef('PostMedia.postId', '=', 'PhotoTag.postId').onRef('PostMedia.mediaId', '=', 'PhotoTag.mediaId'),
        )
        .innerJoin('User as shown', 'shown.id', 'PhotoTag.userId')
        .select(tag => {
          const [index, x, y] = [tag.ref('PostMedia.position'), tag.ref('PhotoTag.x'), tag.ref('PhotoTag.y')]
          const json = jsonBuildObject({ user: userJson('shown'), mediaIndex: index, x, y })
          return sql<TagJson[] | null>`json_agg(${json} order by ${index}, ${x}, ${y})`.as('tagged')
        })
        .whereRef('PhotoTag.postId', '=', 'Post.id')
        .where(canSeeTag(eb.ref('pair.viewerId'), { user: 'shown' }))
        .as('tagged'),
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
      eb
        .selectFrom('PostMention')
        .innerJoin('User as mentioned', 'mentioned.id', 'PostMention.userId')
        .select(sql<UserJson[] | null>`json_agg(${userJson('mentioned')})`.as('users'))
        .whereRef('PostMention.postId', '=', 'Post.id')
        .where('PostMention.present', '=', literal(true))
        .where(mention => canSee(mention.ref('pair.viewerId'), 'mentioned'))
        .as('mentioned'),
    ])
    .where(eb =>
      eb.or([canSeePost(eb.ref('pair.viewerId')), eb.and([given.deleted, canSeeDeletedPost(eb.ref('pair.viewerId'))])]),
    ),
)
type TagJson = { user: UserJson; mediaIndex: number; x: number; y: number }
type Found = Awaited<ReturnType<typeof postsSeen>>[number]

/** Posts, each as its viewer can see it; null where they cannot. */
export const viewPosts = (ctx: View, seen: readonly Seen[]) => view(ctx, seen, false)

/** The same with deleted posts for their authors. */
export const viewDeletedPosts = (ctx: View, seen: readonly Seen[]) => view(ctx, seen, true)

async function view(ctx: View, seen: readonly Seen[], deleted: boolean): Promise<(Post | null)[]> {
  if (seen.length === 0) return []
  const found = await postsSeen(ctx.em, { ...pairsOf(seen), deleted })
  const shared = await viewEach(
    found,
    post => post.sharedPostId,
    originals => viewOriginals(ctx, originals),
  )
  return inOrder(seen.length, found, post => {
    const sharedPost = shared(post)
    return { ...viewPost(post, ctx), sharedPost, sharedPostUnavailable: post.sharedPostId !== null && !sharedPost }
  })
}

/** Posts that others repost. They are no reposts themselves: `sharedPost` is null. */
async function viewOriginals(ctx: View, seen: readonly Seen[]): Promise<(Post | null)[]> {
  if (seen.length === 0) return []
  const found = await postsSeen(ctx.em, { ...pairsOf(seen), deleted: false })
  return inOrder(seen.length, found, post => viewPost(post, ctx))
}

const viewPost = (post: Found, ctx: View, entities = post.entities ?? entitiesOf(post.caption)): Post => ({
  id: post.id,
  author: viewUser(post.author, ctx),
  caption: post.caption,
  entities,
  media: (post.media ?? []).map(photo => viewMedia(photo, post.author.isPrivate, ctx, readerOf(post))),
  counts: { likes: likesSeen(post), comments: post.commentCount, shares: post.shareCount },
  viewer: { liked: post.liked === true, saved: post.saved === true, reason: null },
  likesHidden: post.likesHidden,
  hashtags: tagsOf(entities),
  mentions: inOrderOf(namesOf(entities), post.mentioned ?? []).map(user => viewUser(user, ctx)),
  tagged: (post.tagged ?? []).map(tag => ({ ...tag, user: viewUser(tag.user, ctx) })),
  location: post.location,
  commentsDisabled: post.commentsDisabled,
  sharedPost: null,
  sharedPostUnavailable: false,
  pinned: post.pinnedAt !== null,
  createdAt: post.createdAt.toISOString(),
  editedAt: post.editedAt?.toISOString() ?? null,
  publishAt: post.publishAt?.toISOString() ?? null,
  publishedAt: post.publishedAt?.toISOString() ?? null,
  deletedAt: post.deletedAt?.toISOString() ?? null,
  status: standing(post),
  version: post.version,
})

/** Where they are hidden, only the author sees how many they are. */
const likesSeen = ({ likesHidden, likeCount, author, viewerId }: Found) =>
  likesHidden && author.id !== viewerId ? 0 : likeCount

/** Mentioned users in the order of the caption; those with a new name last. */
function inOrderOf(names: readonly string[], users: readonly UserJson[]) {
  const place = ({ username }: UserJson) => (names.indexOf(username ?? '') + names.length + 1) % (names.length + 1)
  return [...users].sort((a, b) => place(a) - place(b))
}

/** The status of a post; of a deleted one, the status that it returns to when it is restored. */
function standing({ status, formerStatus }: Pick<Found, 'status' | 'formerStatus'>): Post['status'] {
  if (status !== 'deleted') return status
  return formerStatus ?? 'draft'
}
