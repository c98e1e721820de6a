import type { EntityManager } from '@mikro-orm/postgresql'
import { blockedWith } from '#access/users'
import { boundedRead } from '#core/pipeline/bounded-read'
import { plain } from '#core/pipeline/handler'
import { db, literal, sql } from '#database'
import { viewUsersInOrder } from '#views/users'
import { present } from '#views/view'

export const suggestUsers = plain('users.suggested', async function suggestUsers({ limit }, ctx) {
  const found = await boundedRead(ctx, em => findUsers(em, ctx.viewer.id, limit))
  const users = await viewUsersInOrder(
    ctx,
    found.map(user => user.id),
  )
  return { items: present(users), nextCursor: null }
})

/** Those whom most of the people that the viewer follows follow, then those with the most followers. */
const findUsers = (em: EntityManager, viewerId: string, limit: number) =>
  db(em)
    .with('excluded', query =>
      query
        .selectNoFrom(sql<string>`${viewerId}::uuid`.as('id'))
        .union(blockedWith(viewerId))
        .union(query.selectFrom('Follow').select('Follow.followeeId as id').where('Follow.followerId', '=', viewerId))
        .union(
          query.selectFrom('Dismissal').select('Dismissal.dismissedId as id').where('Dismissal.userId', '=', viewerId),
        ),
    )
    .with('known', query =>
      query
        .selectFrom('Follow as mine')
        .innerJoin('Follow as theirs', join =>
          join.onRef('theirs.followerId', '=', 'mine.followeeId').on('theirs.status', '=', literal('following')),
        )
        .select(eb => ['theirs.followeeId as id', eb.fn.countAll<number>().as('mutual')])
        .where('mine.followerId', '=', viewerId)
        .where('mine.status', '=', literal('following'))
        .groupBy('theirs.followeeId'),
    )
    .selectFrom('User')
    .leftJoin('known', 'known.id', 'User.id')
    .select('User.id')
    .where('User.status', '=', literal('active'))
    .where('User.stage', '=', literal('done'))
    .where(eb =>
      eb.not(eb.exists(eb.selectFrom('excluded').select('excluded.id').whereRef('excluded.id', '=', 'User.id'))),
    )
    .orderBy(eb => eb.fn.coalesce('known.mutual', literal(0)), 'desc')
    .orderBy('User.followerCount', 'desc')
    .orderBy('User.id')
    .limit(limit)
    .execute()
