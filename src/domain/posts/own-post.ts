import type { EntityManager } from '@mikro-orm/postgresql'
import { lockOwnPost } from '#access/own-post'
import { refuse } from '#core/pipeline/errors'

/** One's own post, locked; refused where it is somebody else's or not there. */
export async function ownPost(em: EntityManager, viewerId: string, postId: string) {
  const post = await lockOwnPost(em, viewerId, postId)
  if (post === 'not_found') throw refuse('not_found', 'There is no such post.')
  if (post === 'forbidden') throw refuse('forbidden', 'Only its author may change a post.')
  return post
}
