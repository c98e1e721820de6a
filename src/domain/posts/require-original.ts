import { visiblePosts } from '#access/posts'
import type { ReadContext, Viewer } from '#core/pipeline/context'
import { notFound } from '#core/pipeline/errors'

type Viewing = Pick<ReadContext, 'em'> & { viewer: Viewer }

/** The post that a repost of a post shows: itself, or what it reposts. Throws unless the viewer can see both, published. */
export async function requireOriginal(ctx: Viewing, postId: string): Promise<string> {
  const originalId = await requirePublished(ctx, postId)
  if (originalId !== null) await requirePublished(ctx, originalId)
  return originalId ?? postId
}

async function requirePublished({ em, viewer }: Viewing, postId: string) {
  const post = await visiblePosts(em, viewer.id)
    .where('Post.id', '=', postId)
    .where('Post.status', '=', 'published')
    .select('Post.sharedPostId')
    .executeTakeFirst()
  if (!post) throw notFound('post')
  return post.sharedPostId
}
