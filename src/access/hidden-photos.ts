import type { EntityManager } from '@mikro-orm/postgresql'
import { id } from '#contract'
import { rows, sql } from '#entities/query'

/**
 * Of photos, by their folders, those that may be served to nobody, whatever address they have: of an account that is
 * suspended or deleted all, but for what a message shows.
 */
export async function hiddenPhotos(em: EntityManager, folders: readonly string[]): Promise<Map<string, true>> {
  const hidden = await rows<{ id: string }>(
    em,
    sql`select media.id from media join users owner on owner.id = owner_id
      where media.id = any(${folders.filter(folder => id.safeParse(folder).success)}::uuid[])
        and owner.status <> 'active' and not exists (select 1 from message where message.media_id = media.id)`,
  )
  return new Map(hidden.map(({ id }) => [id, true]))
}
