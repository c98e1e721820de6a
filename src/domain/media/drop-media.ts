import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db } from '#database'

/**
 * Deletes uploads with their files, except those that a message shows: they stay with it. Renditions that a worker is still
 * making are removed by that worker.
 */
export async function dropMedia(ctx: WriteContext, mediaIds: readonly string[]) {
  if (mediaIds.length === 0) return
  const { em } = ctx
  // Locked before messages are looked at: an upload that is being sent at this moment is waited for, and none is sent later.
  await db(em).selectFrom('Media').select('id').where('id', '=', anyOf(mediaIds)).orderBy('id').forUpdate().execute()
  const sent = await db(em).selectFrom('Message').select('mediaId').where('mediaId', '=', anyOf(mediaIds)).execute()
  const ids = mediaIds.filter(id => !sent.some(message => message.mediaId === id))
  const dropped = await db(em).deleteFrom('Media').where('id', '=', anyOf(ids)).returning('originalKey').execute()
  for (const { originalKey } of dropped) ctx.enqueue('files.remove', { key: originalKey })
  for (const id of ids) ctx.enqueue('files.remove', { key: `photos/${id}` })
}
