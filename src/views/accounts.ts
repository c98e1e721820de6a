import type { EntityManager } from '@mikro-orm/postgresql'
import { hasAuthenticator } from '#access/accounts'
import type { Account, OutputOf, Stage, User } from '#contract'
import { db } from '#database'
import { viewProfile } from './profiles.ts'
import { viewUsers } from './users.ts'
import type { View } from './view.ts'

/** The viewer's own account, with what nobody else is shown; null if it is gone. */
export async function viewAccount(ctx: View, userId: string): Promise<Account | null> {
  const own = await db(ctx.em)
    .selectFrom('User')
    .select(eb => [
      'username',
      eb.fn.coalesce('emailGiven', 'email').as('email'),
      'phone',
      'role',
      hasAuthenticator(eb.ref('User.id')).as('totp'),
    ])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!own) return null
  const { username, email, phone, role, totp } = own
  const profile = username === null ? null : await viewProfile(ctx, userId, username)
  return profile && { ...profile, email, phone, role, totp: totp === true }
}

/** The viewer's own user object, beside their tokens: null until the sign-up has come to the names. */
export async function viewSignedIn(ctx: View, userId: string, stage: Stage): Promise<User | null> {
  if (stage === 'code' || stage === 'profile') return null
  return (await viewUsers(ctx, [userId])).get(userId) ?? null
}

/** An export of the viewer's own data. */
export async function viewExport({ em }: Pick<View, 'em'>, exportId: string): Promise<OutputOf<'users.export'>> {
  const { id, status, createdAt, expiresAt } = await db(em)
    .selectFrom('Export')
    .select(['id', 'status', 'createdAt', 'expiresAt'])
    .where('id', '=', exportId)
    .executeTakeFirstOrThrow()
  return {
    id,
    status,
    url: status === 'ready' ? `/v1/me/export/${id}` : null,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
  }
}

/** The newest messages of the mailbox. */
export async function viewMailbox(em: EntityManager) {
  const messages = await db(em)
    .selectFrom('Mail')
    .select(['id', 'channel', 'recipient as to', 'subject', 'text', 'html', 'at'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return messages.map(message => ({ ...message, at: message.at.toISOString() }))
}
