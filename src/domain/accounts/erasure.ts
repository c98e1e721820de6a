import { profilePhotoOf } from '#access/media'
import type { WriteContext } from '#core/pipeline/context'
import { db, deleteRowsOf, type SqlBool, sql } from '#database'
import { Code, Mail, Session, Totp, User } from '#entities'

/**
 * Ends an account whose content is gone, last of all. A nameless row remains for the messages that it sent, and for a time
 * the user name, so that nobody takes it at once (see `expire-accounts.ts`). Returns whether there may be more.
 */
export async function eraseAccount(ctx: WriteContext, userId: string): Promise<boolean> {
  const { em } = ctx
  if (await deleteRowsOf(em, userId, { Idempotency: ['userId'] })) return true
  await deleteExports(ctx, userId)
  await em.nativeDelete(Session, { userId })
  await em.nativeDelete(Totp, { userId })
  await em.nativeDelete(Code, { userId })
  await deleteContacts(ctx, userId)
  await leaveTombstone(ctx, userId)
  return false
}

async function deleteExports(ctx: WriteContext, userId: string) {
  const exported = await db(ctx.em).deleteFrom('Export').where('userId', '=', userId).returning('id').execute()
  for (const { id } of exported) ctx.enqueue('files.remove', { key: `exports/${id}` })
}

/** Deletes what was sent, or is still to be sent, to the addresses of an account, and the other jobs about it. */
async function deleteContacts({ em }: WriteContext, userId: string) {
  const own = await db(em)
    .selectFrom('User')
    .select(['email', 'emailGiven', 'phone'])
    .where('id', '=', userId)
    .executeTakeFirst()
  const contacts = [own?.email, own?.emailGiven, own?.phone].filter(contact => contact != null)
  await em.nativeDelete(Code, { contact: { $in: contacts } })
  await em.nativeDelete(Mail, { recipient: { $in: contacts } })
  await db(em)
    .deleteFrom('Job')
    .where('id', 'in', eb =>
      eb
        .selectFrom('Job as about')
        .select('about.id')
        .where('about.job', '!=', 'account.erase')
        .where(about =>
          about.or([
            about(sql`${about.ref('about.payload')} ->> 'userId'`, '=', userId),
            sql<SqlBool>`${about.ref('about.payload')} ->> 'to' = any(${contacts}::text[])`,
          ]),
        )
        .forUpdate()
        .skipLocked(),
    )
    .execute()
}

async function leaveTombstone(ctx: WriteContext, userId: string) {
  const { em } = ctx
  const own = await db(em)
    .selectFrom('User')
    .select(profilePhotoOf().as('photo'))
    .where('id', '=', userId)
    .executeTakeFirst()
  if (own?.photo) ctx.enqueue('files.remove', { key: `photos/${own.photo}` })
  await em.nativeUpdate(
    User,
    { id: userId },
    {
      fullName: '',
      bio: '',
      website: '',
      pronouns: '',
      email: null,
      emailGiven: null,
      phone: null,
      verifiedAt: null,
      passwordHash: null,
      photo: null,
      photoMediaId: null,
      formerSkeleton: null,
      renamedAt: null,
      search: '',
      role: 'user',
      whoMayComment: 'everyone',
      whoMayMention: 'everyone',
      whoMayTag: 'everyone',
      whoMayMessage: 'everyone',
      hiddenWords: [],
      showActivity: true,
      readReceipts: true,
      language: 'en',
      timeZone: 'UTC',
      isPrivate: false,
      isVerified: false,
      isLarge: false,
      postCount: 0,
      followerCount: 0,
      followingCount: 0,
    },
  )
}
