import { visiblePosts } from '#access/posts'
import type { ReadContext, Viewer } from '#core/pipeline/context'
import { ApiError, notFound } from '#core/pipeline/errors'
import { db } from '#database'
import { lockUsers } from '#domain/users/lock-users'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'
import { lockPosts } from './lock-posts.ts'

type Viewing = Pick<ReadContext, 'em'> & { viewer: Viewer }

/** The author of a post that the viewer can see, whether only they see its likes, and what it reposts; throws `not_found` otherwise. */
export async function requireVisiblePost({ em, viewer }: Viewing, postId: string) {
  const post = await visiblePosts(em, viewer.id)
    .where('Post.id', '=', postId)
    .select(['Post.authorId', 'Post.likesHidden', 'Post.sharedPostId'])
    .executeTakeFirst()
  if (!post) throw notFound('post')
  return post
}

/** The viewer's own post, locked after their account, with what it reposts; throws for a post of somebody else. */
export async function requireOwnPost(ctx: Viewing, postId: string) {
  const { authorId, sharedPostId } = await requireVisiblePost(ctx, postId)
  const { em, viewer } = ctx
  if (authorId !== viewer.id) throw new ApiError('forbidden', 'Only its author may change a post.')
  // Users before posts: the one order in which rows are locked.
  await lockUsers(em, [viewer.id])
  if (sharedPostId !== null) await lockPosts(em, [postId, sharedPostId])
  const post = await db(em)
    .selectFrom('Post')
    .select(['id', 'authorId', 'status', 'version', 'sharedPostId', 'caption', 'location'])
    .select(['editedAt', 'publishAt', 'publishedAt', 'pinnedAt', 'archivedAt'])
    .where('id', '=', postId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!post) throw notFound('post')
  return post
}

/** The viewer's own post, as they see it after a change. */
export async function viewOwnPost(ctx: ReadContext & { viewer: Viewer }, postId: string) {
  const [post] = await viewPosts(ctx, seenBy(ctx.viewer.id, [postId]))
  if (!post) throw notFound('post')
  return post
}
