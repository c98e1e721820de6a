import type { EntityManager } from '@mikro-orm/postgresql'
import { iso, isoOrNull, row, sql } from '#database/statement'

type Own = { createdAt: string; verifiedAt: string | null; [setting: string]: unknown }

/** What an account says of itself, settings included, as JSON. */
export async function profileOf(em: EntityManager, userId: string): Promise<string> {
  const own = (await row<Own>(
    em,
    sql`select id, username, full_name as "fullName", bio, website, pronouns, coalesce(email_given, email) as email, phone, is_private as "isPrivate",
        is_verified as "isVerified", role, post_count as posts, follower_count as followers,
        following_count as following, photo ->> 'key' as "photoId", created_at as "createdAt",
        verified_at as "verifiedAt", exists (
          select 1 from totp where user_id = users.id and confirmed_at is not null) as "hasAuthenticator"
      from users where id = ${userId}`,
  )) as Own
  const times = { createdAt: iso(own.createdAt), verifiedAt: isoOrNull(own.verifiedAt) }
  return `${JSON.stringify({ ...own, ...times }, null, 2)}\n`
}
