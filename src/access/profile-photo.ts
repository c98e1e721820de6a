import { sql } from '#database/statement'

/** Whether a row of `media` is its owner's profile photo, or is to become it: nothing else is made of it. */
export const isProfilePhoto = sql<boolean>`exists (
  select 1 from users where users.id = media.owner_id
    and media.id::text in (users.photo_media_id::text, users.photo ->> 'key')
)`
