import { visibleComments } from '#access/comments'
import type { ReadContext, Viewer } from '#core/pipeline/context'
import { notFound } from '#core/pipeline/errors'

type Viewing = Pick<ReadContext, 'em'> & { viewer: Viewer }

/** A comment that the viewer can see and that is not deleted; throws `not_found` otherwise. */
export async function requireVisibleComment({ em, viewer }: Viewing, commentId: string) {
  const comment = await visibleComments(em, viewer.id)
    .where('Comment.id', '=', commentId)
    .where('Comment.deletedAt', 'is', null)
    .select(['Comment.id', 'Comment.postId', 'Comment.authorId', 'Comment.parentId', 'Post.authorId as postAuthorId'])
    .executeTakeFirst()
  if (!comment) throw notFound('comment')
  return comment
}
