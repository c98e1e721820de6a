import type { Writing } from '#core/context'
import { rows, sql } from '#entities/query'

/** Deletes uploads, with the files of each. What is still rendered of one is dropped by its worker. */
export async function dropMedia(ctx: Writing, mediaIds: readonly string[]) {
  if (mediaIds.length === 0) return
  const dropped = await rows<{ original: string }>(
    ctx.em,
    sql`delete from media where id = any(${[...mediaIds]}::uuid[]) returning original_key as original`,
  )
  for (const { original } of dropped) ctx.enqueue('files.remove', { key: original })
  for (const id of mediaIds) ctx.enqueue('files.remove', { key: `photos/${id}` })
}
