import type { WriteContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'

type Last = { email: string | null; given: string | null; phone: string | null; photo: string | null }

/**
 * Ends an account whose things are gone: what is left is a row that says that somebody was here, for the messages that
 * stay, and for a time the user name, so that nobody else takes it at once (see `expire-accounts.ts`).
 */
export async function leaveTombstone(ctx: WriteContext, userId: string): Promise<false> {
  const { em } = ctx
  const last = await row<Last>(
    em,
    sql`select email, email_given as given, phone, photo ->> 'key' as photo from users where id = ${userId}`,
  )
  const contacts = [last?.email, last?.given, last?.phone].filter(contact => contact != null)
  const exported = await rows<{ id: string }>(em, sql`delete from export where user_id = ${userId} returning id`)
  for (const { id } of exported) ctx.enqueue('files.remove', { key: `exports/${id}` })
  if (last?.photo) ctx.enqueue('files.remove', { key: `photos/${last.photo}` })
  await rows(em, sql`delete from session where user_id = ${userId}`)
  await rows(em, sql`delete from totp where user_id = ${userId}`)
  await rows(em, sql`delete from code where user_id = ${userId} or contact = any(${contacts})`)
  await rows(em, sql`delete from log_head where user_id = ${userId}`)
  await rows(em, sql`delete from mail where recipient = any(${contacts})`)
  // What reports say of others stays; who said it does not.
  await rows(em, sql`update report set reporter_id = null where reporter_id = ${userId}`)
  await rows(
    em,
    sql`delete from task where id in (
        select id from task where job <> 'account.erase'
          and (payload ->> 'userId' = ${userId} or payload ->> 'to' = any(${contacts})) for update skip locked)`,
  )
  await rows(
    em,
    sql`update users set full_name = '', bio = '', website = '', pronouns = '', email = null,
        email_given = null, phone = null,
        verified_at = null, password_hash = null, photo = null, photo_media_id = null, former_skeleton = null, renamed_at = null, search = '', role = 'user',
        is_private = false, is_verified = false, is_large = false, post_count = 0, follower_count = 0,
        following_count = 0
      where id = ${userId}`,
  )
  return false
}
