import type { EntityManager } from '@mikro-orm/postgresql'
import { hasAuthenticator } from '#access/accounts'
import { profilePhotoOf } from '#access/media'
import { byKey, db } from '#database'

/** A user's sessions. */
export const exportSessions = (em: EntityManager, userId: string) => ({
  'sessions.json': byKey(
    em,
    db(em)
      .selectFrom('Session')
      .select(['id as key', 'userAgent as device', 'ip', 'createdAt', 'lastSeenAt', 'endedAt'])
      .where('userId', '=', userId),
  ),
})

/** A user's profile and settings. */
export const exportProfile = (em: EntityManager, userId: string) =>
  db(em)
    .selectFrom('User')
    .select(eb => [
      'id',
      'username',
      'fullName',
      'bio',
      'website',
      'pronouns',
      eb.fn.coalesce('emailGiven', 'email').as('email'),
      'phone',
      'isPrivate',
      'isVerified',
      'role',
      'whoMayComment',
      'whoMayMention',
      'whoMayTag',
      'whoMayMessage',
      'hiddenWords',
      'showActivity',
      'readReceipts',
      'language',
      'timeZone',
      'postCount as posts',
      'followerCount as followers',
      'followingCount as following',
      profilePhotoOf().as('photoId'),
      'createdAt',
      'verifiedAt',
      hasAuthenticator(eb.ref('User.id')).as('hasAuthenticator'),
    ])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
