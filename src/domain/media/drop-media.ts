import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'

/**
 * Deletes uploads, with the files of each, but for those that a message shows: they stay with it. What is still rendered
 * of one is dropped by its worker.
 */
export async function dropMedia(ctx: WriteContext, mediaIds: readonly string[]) {
  if (mediaIds.length === 0) return
  const given = sql`any(${[...mediaIds]}::uuid[])`
  // Locked before it is asked: one that is being sent at this moment is waited for, and none is sent after it.
  await rows(ctx.em, sql`select id from media where id = ${given} order by id for update`)
  const sent = await rows<{ id: string }>(ctx.em, sql`select media_id as id from message where media_id = ${given}`)
  const ids = mediaIds.filter(id => !sent.some(one => one.id === id))
  const dropped = await rows<{ original: string }>(
    ctx.em,
    sql`delete from media where id = any(${ids}::uuid[]) returning original_key as original`,
  )
  for (const { original } of dropped) ctx.enqueue('files.remove', { key: original })
  for (const id of ids) ctx.enqueue('files.remove', { key: `photos/${id}` })
}
