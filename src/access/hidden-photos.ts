import type { EntityManager } from '@mikro-orm/postgresql'
import { id } from '#contract'
import { rows, sql } from '#entities/query'

/** From whom a photo is kept: everybody, or whoever has an address that was given out while everybody could see it. */
export type Hidden = 'from all' | 'by public address'

/**
 * Of photos, by their folders, those that may not be served to whoever has an address: of an account that is suspended or
 * deleted to nobody; of one that has become private by no older address, but for its profile photo. What a message shows
 * stays with the message, whose addresses are private.
 */
export async function hiddenPhotos(em: EntityManager, folders: readonly string[]): Promise<Map<string, Hidden>> {
  const hidden = await rows<{ id: string; isOpen: boolean }>(
    em,
    sql`select media.id, owner.status = 'active'
        or exists (select 1 from message where message.media_id = media.id) as "isOpen"
      from media join users owner on owner.id = owner_id
      where media.id = any(${folders.filter(folder => id.safeParse(folder).success)}::uuid[])
        and (owner.status <> 'active' or owner.is_private and owner.photo ->> 'key' is distinct from media.id::text)`,
  )
  return new Map(hidden.map(({ id, isOpen }) => [id, isOpen ? 'by public address' : 'from all']))
}
