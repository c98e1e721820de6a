import { canSee, visibleUserIds } from '#access/users'
import type { OutputOf } from '#contract'
import { batch } from '#core/batching/batcher'
import type { WriteContext } from '#core/pipeline/context'
import { invalid, notFound } from '#core/pipeline/errors'
import { compiled, literal } from '#database'
import { emptyFeeds, fillFeeds } from '#domain/feed/feed-entries.sql'
import { notify } from '#domain/notifications/notify'
import { pairs, pairsOf, pairTypes } from '#views/view'
import { type ChangedFollow, changeFollows, type FollowStatus, markLarge, type Tie } from './follows.sql.ts'
import { lockUsers } from './lock-users.ts'

type Following = { username: string; follow: boolean }
type Wish = Tie & { follow: boolean }

/** Follows and unfollows, many at once, with exact counts on both sides. */
export const followPeople = batch<Following, OutputOf<'users.follow'>, OutputOf<'users.follow'>>({
  name: 'follows',
  about: ({ username }) => username.toLowerCase(),
  distinct: true,

  async run(items, ctx) {
    const followeeIds = await visibleUserIds(
      ctx.em,
      items.map(({ viewer, input }) => ({ viewerId: viewer.id, username: input.username })),
    )
    const wishes = items.flatMap(({ viewer, input }, i): Wish[] => {
      const followeeId = followeeIds[i]
      return followeeId && followeeId !== viewer.id ? [{ followerId: viewer.id, followeeId, follow: input.follow }] : []
    })
    const statuses = await carryOut(ctx, wishes)
    return items.map(({ viewer, input: { follow } }, i) => {
      const followeeId = followeeIds[i]
      if (followeeId === viewer.id) return invalid({ username: 'is your own: nobody follows themselves' })
      const relation = statuses.get(`${viewer.id} ${followeeId}`) ?? 'none'
      return followeeId && (relation !== 'none' || !follow) ? { relation } : notFound('user')
    })
  },

  view: async made => made.map(({ result }) => result),
})

/** Carries wishes out, and returns the status of each pair afterwards. */
async function carryOut(ctx: WriteContext, wishes: readonly Wish[]): Promise<Map<string, FollowStatus>> {
  if (wishes.length === 0) return new Map()
  const { em } = ctx
  await lockUsers(em, [...new Set(wishes.flatMap(wish => [wish.followerId, wish.followeeId]))])
  const wished = pairsOf(wishes.map(({ followerId, followeeId }) => ({ viewerId: followerId, id: followeeId })))
  const privacy = new Map((await visibleFollowees(em, wished)).map(({ ord, isPrivate }) => [ord - 1, isPrivate]))
  const allowed = wishes.flatMap((wish, i) => {
    const isPrivate = privacy.get(i)
    return isPrivate === undefined ? [] : [{ ...wish, isPrivate }]
  })
  const changed = await changeFollows(em, allowed)
  const grown = new Set(changed.filter(follow => follow.grown).map(({ followeeId }) => followeeId))
  if (grown.size > 0) await markLarge(em, [...grown])
  await publishChanges(ctx, changed)
  const follows = await followsOf(em, wished)
  return new Map(follows.map(({ followerId, followeeId, status }) => [`${followerId} ${followeeId}`, status]))
}

// Asked once more under the locks: a block or a private account may have come while they were waited for.
const visibleFollowees = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('User', 'User.id', 'pair.id')
    .innerJoin('User as follower', 'follower.id', 'pair.viewerId')
    .select(['pair.ord', 'User.isPrivate'])
    .where('follower.status', '=', literal('active'))
    .where(eb => canSee(eb.ref('pair.viewerId'))),
)

const followsOf = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Follow', join =>
      join.onRef('Follow.followerId', '=', 'pair.viewerId').onRef('Follow.followeeId', '=', 'pair.id'),
    )
    .select(['Follow.followerId', 'Follow.followeeId', 'Follow.status']),
)

async function publishChanges(ctx: WriteContext, changed: readonly ChangedFollow[]) {
  const moved = changed.filter(one => one.status === 'following')
  const followed = moved.filter(one => one.isAdded)
  const unfollowed = moved.filter(one => !one.isAdded)
  if (followed.length > 0) await fillFeeds(ctx.em, followed)
  if (unfollowed.length > 0) await emptyFeeds(ctx.em, unfollowed)
  for (const userId of moved.flatMap(({ followerId, followeeId }) => [followerId, followeeId])) {
    ctx.changed('profile', userId, { counts: true })
  }
  for (const { followerId, followeeId, status, isAdded } of changed) {
    const relation = isAdded ? status : 'none'
    ctx.publish('follow.changed', { users: [followerId] }, { userId: followeeId, relation })
  }
  for (const { followerId, followeeId, isPrivate } of unfollowed) {
    if (isPrivate) ctx.invalidate({ kind: 'follow', subjectId: followerId, ownerId: followeeId })
  }
  await notify(
    ctx,
    changed.flatMap(({ followeeId, status, isAdded }) => {
      const kind = status === 'following' ? 'follow' : 'follow_request'
      return isAdded ? [{ userId: followeeId, kind, groupKey: kind } as const] : []
    }),
  )
}
