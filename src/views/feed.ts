import type { Post } from '#contract'
import { anyOf, compiled, literal } from '#database'
import { viewPosts } from './posts.ts'
import { seenBy, type View } from './view.ts'

const followedAuthors = compiled({ viewerId: 'uuid', postIds: 'uuid[]' }, (db, { viewerId, postIds }) =>
  db
    .selectFrom('Post')
    .innerJoin('Follow', 'Follow.followeeId', 'Post.authorId')
    .select('Post.id')
    .where('Post.id', '=', anyOf(postIds))
    .where('Follow.followerId', '=', viewerId)
    .where('Follow.status', '=', literal('following')),
)

/** Posts of the viewer's feed, with why they are in it; null where the viewer cannot see them. */
export async function viewFeed(ctx: View, viewerId: string, ids: readonly string[]): Promise<(Post | null)[]> {
  if (ids.length === 0) return []
  const [posts, followed] = await Promise.all([
    viewPosts(ctx, seenBy(viewerId, ids)),
    followedAuthors(ctx.em, { viewerId, postIds: ids }),
  ])
  const isFollowed = new Set(followed.map(({ id }) => id))
  const reasonOf = ({ id, author }: Post) =>
    author.id === viewerId ? 'own' : isFollowed.has(id) ? 'following' : 'hashtag'
  return posts.map(post => post && { ...post, viewer: { ...post.viewer, reason: reasonOf(post) } })
}
