import type { EntityManager } from '@mikro-orm/postgresql'
import { id } from '#contract'
import { rows, sql } from '#database/statement'

/** From whom a photo is kept: all, all but moderators, or whoever has an address made when everybody could see it. */
export type Hidden = 'from all' | 'from all but moderators' | 'by public address'

/**
 * Of photos, by their folders, those that may not be served to whoever has an address: of an account that is deleted to
 * nobody, of one that is suspended to moderators alone; of one that has become private by no older address, but for its
 * profile photo. What a message shows stays with the message, whose addresses are private.
 */
export async function hiddenPhotos(em: EntityManager, folders: readonly string[]): Promise<Map<string, Hidden>> {
  const hidden = await rows<{ id: string; how: Hidden }>(
    em,
    sql`select media.id, case
          when owner.status = 'active' or exists (select 1 from message where message.media_id = media.id)
            then 'by public address'
          when owner.status = 'suspended' then 'from all but moderators'
          else 'from all' end as how
      from media join users owner on owner.id = owner_id
      where media.id = any(${folders.filter(folder => id.safeParse(folder).success)}::uuid[])
        and (owner.status <> 'active' or owner.is_private and owner.photo ->> 'key' is distinct from media.id::text)`,
  )
  return new Map(hidden.map(({ id, how }) => [id, how]))
}
