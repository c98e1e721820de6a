import { canSeeNotification, canSeeSubject, hasNoActors, heardActs } from '#access/notifications'
import type { Notification } from '#contract'
import { anyOf, compiled, literal, one, sql } from '#database'
import { viewComments } from './comments.ts'
import { viewPosts } from './posts.ts'
import { viewUsers } from './users.ts'
import { inOrder, pairs, pairsOf, pairTypes, type Seen, type View, viewEach } from './view.ts'

/** Unread notifications are counted up to here: a long absence must not scan them all. */
const maxCounted = 2000

const unreadByOwner = compiled({ userIds: 'uuid[]' }, (db, { userIds }) =>
  db
    .selectFrom('User as owner')
    .select('owner.id')
    .select(eb =>
      eb
        .selectFrom(
          eb
            .selectFrom('Notification')
            .select(one)
            .whereRef('Notification.userId', '=', 'owner.id')
            .where('Notification.readAt', 'is', null)
            .where(canSeeNotification())
            .limit(literal(maxCounted))
            .as('counted'),
        )
        .select(counted => counted.fn.countAll<number>().as('unread'))
        .as('unread'),
    )
    .where('owner.id', '=', anyOf(userIds)),
)

/** How many notifications of each user are unread, by the user's id. */
export async function unreadCounts(ctx: View, userIds: readonly string[]): Promise<Map<string, number>> {
  const found = await unreadByOwner(ctx.em, { userIds: [...new Set(userIds)] })
  return new Map(found.map(({ id, unread }) => [id, unread ?? 0]))
}

const notificationsSeen = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('Notification', join =>
      join.onRef('Notification.id', '=', 'pair.id').onRef('Notification.userId', '=', 'pair.viewerId'),
    )
    .innerJoinLateral(
      eb =>
        eb
          .selectFrom(heardActs().as('act'))
          .select(act => [
            act.fn.countAll<number>().as('count'),
            sql<string[] | null>`(array_agg(${act.ref('act.actorId')} order by ${act.ref('act.at')} desc))[1:3]`.as(
              'newest',
            ),
          ])
          .as('actors'),
      join => join.onTrue(),
    )
    .select([
      'pair.ord',
      'pair.viewerId',
      'Notification.id',
      'Notification.kind',
      'Notification.security',
      'Notification.postId',
      'Notification.commentId',
      'Notification.changedAt',
      'Notification.readAt',
      'actors.newest as actorIds',
      'actors.count as actorCount',
    ])
    .where(eb =>
      eb.or([
        eb('Notification.kind', '=', 'security'),
        eb.and([eb.or([eb('actors.count', '>', literal(0)), hasNoActors()]), canSeeSubject()]),
      ]),
    ),
)

/** Notifications, each for its owner; null where nothing of it can be seen. */
export async function viewNotifications(ctx: View, seen: readonly Seen[]): Promise<(Notification | null)[]> {
  if (seen.length === 0) return []
  const found = await notificationsSeen(ctx.em, pairsOf(seen))
  const [users, posts, comments] = await Promise.all([
    viewUsers(
      ctx,
      found.flatMap(row => row.actorIds ?? []),
    ),
    viewEach(
      found,
      row => row.postId,
      list => viewPosts(ctx, list),
    ),
    viewEach(
      found,
      row => row.commentId,
      list => viewComments(ctx, list),
    ),
  ])
  return inOrder(seen.length, found, row => ({
    id: row.id,
    kind: row.kind,
    actors: (row.actorIds ?? []).flatMap(id => users.get(id) ?? []),
    actorCount: row.actorCount,
    post: posts(row),
    comment: comments(row),
    security: row.security,
    createdAt: row.changedAt.toISOString(),
    readAt: row.readAt?.toISOString() ?? null,
  }))
}
