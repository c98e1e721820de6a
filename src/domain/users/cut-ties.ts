import type { WriteContext } from '#core/pipeline/context'
import { emptyFeeds } from '#domain/feed/feed-entries.sql'
import { endFollows } from './follows.sql.ts'

/**
 * Ends what ties two people, both ways: follows and requests. Their feeds lose each other's posts, and their sockets
 * leave each other's topics. Both accounts are locked before. Returns the ids of those who followed or asked to.
 */
export async function cutTies(ctx: WriteContext, a: string, b: string): Promise<string[]> {
  const bothWays = [
    { followerId: a, followeeId: b },
    { followerId: b, followeeId: a },
  ]
  const ended = await endFollows(ctx.em, bothWays)
  await emptyFeeds(ctx.em, bothWays)
  if (ended.some(one => one.status === 'following'))
    for (const id of [a, b]) ctx.changed('profile', id, { counts: true })
  ctx.invalidate({ kind: 'access', subjectId: a, ownerId: b })
  ctx.invalidate({ kind: 'access', subjectId: b, ownerId: a })
  return ended.map(one => one.followerId)
}
