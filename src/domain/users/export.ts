import type { EntityManager } from '@mikro-orm/postgresql'
import { canSee } from '#access/users'
import { byKey, db } from '#database'

const person = ['User.id as key', 'User.username', 'User.fullName'] as const

/** A user's relations with others, as far as they can see them. */
export const exportRelations = (em: EntityManager, userId: string) => ({
  'followers.json': byKey(
    em,
    db(em)
      .selectFrom('Follow')
      .innerJoin('User', 'User.id', 'Follow.followerId')
      .select([...person, 'Follow.status', 'Follow.createdAt as since'])
      .where('Follow.followeeId', '=', userId)
      .where(canSee(userId)),
  ),
  'following.json': byKey(
    em,
    db(em)
      .selectFrom('Follow')
      .innerJoin('User', 'User.id', 'Follow.followeeId')
      .select([...person, 'Follow.status', 'Follow.createdAt as since'])
      .where('Follow.followerId', '=', userId)
      .where(canSee(userId)),
  ),
  'blocked.json': byKey(
    em,
    db(em)
      .selectFrom('Block')
      .innerJoin('User', 'User.id', 'Block.blockedId')
      .select([...person, 'Block.createdAt as since'])
      .where('Block.blockerId', '=', userId)
      .where('User.status', '=', 'active'),
  ),
  'muted.json': byKey(
    em,
    db(em)
      .selectFrom('Mute')
      .innerJoin('User', 'User.id', 'Mute.mutedId')
      .select([...person, 'Mute.createdAt as since'])
      .where('Mute.muterId', '=', userId)
      .where('User.status', '=', 'active'),
  ),
  'dismissed.json': byKey(
    em,
    db(em)
      .selectFrom('Dismissal')
      .innerJoin('User', 'User.id', 'Dismissal.dismissedId')
      .select([...person, 'Dismissal.createdAt as since'])
      .where('Dismissal.userId', '=', userId)
      .where('User.status', '=', 'active'),
  ),
})
