import type { EntityManager } from '@mikro-orm/postgresql'
import { lockOwnPost } from '#access/own-post'
import { ApiError } from '#core/pipeline/errors'

/** One's own post, locked; refused where it is somebody else's or not there. */
export async function ownPost(em: EntityManager, viewerId: string, postId: string) {
  const post = await lockOwnPost(em, viewerId, postId)
  if (post === 'not_found') throw new ApiError('not_found', 'There is no such post.')
  if (post === 'forbidden') throw new ApiError('forbidden', 'Only its author may change a post.')
  return post
}
