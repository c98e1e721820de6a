import type { Activity, ActivityKind, OutputOf } from '#contract'
import { compiled } from '#database'
import { viewComments } from './comments.ts'
import { viewPosts } from './posts.ts'
import { viewKnownUsers } from './users.ts'
import { inOrder, pairs, pairsOf, pairTypes, type Seen, type View, viewEach } from './view.ts'

/** What a row of activity refers to. */
type Row = {
  id: string
  kind: ActivityKind
  at: Date
  viewerId: string
  postId: string | null
  commentId: string | null
  userId: string | null
  signIn: Activity['signIn']
}

/** Activity with what its viewer can see of it now. */
export async function viewActivity(ctx: View, rows: readonly Row[]): Promise<Activity[]> {
  const posts = await viewEach(
    rows,
    row => row.postId,
    seen => viewPosts(ctx, seen),
  )
  const comments = await viewEach(
    rows,
    row => row.commentId,
    seen => viewComments(ctx, seen),
  )
  const users = await viewEach(
    rows,
    row => row.userId,
    seen => viewKnownUsers(ctx, seen),
  )
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    at: row.at.toISOString(),
    post: posts(row),
    comment: comments(row),
    user: users(row),
    signIn: row.signIn,
  }))
}

const clearingsSeen = compiled(pairTypes, (db, given) =>
  db
    .selectFrom(pairs(given))
    .innerJoin('ActivityClearing', join =>
      join.onRef('ActivityClearing.id', '=', 'pair.id').onRef('ActivityClearing.userId', '=', 'pair.viewerId'),
    )
    .select([
      'pair.ord',
      'ActivityClearing.id',
      'ActivityClearing.kind',
      'ActivityClearing.before',
      'ActivityClearing.removed',
      'ActivityClearing.doneAt',
    ]),
)

/** Requests to clear activity, each for its user; null for other viewers. */
export async function viewClearings(
  ctx: View,
  seen: readonly Seen[],
): Promise<(OutputOf<'activity.clearing'> | null)[]> {
  const found = await clearingsSeen(ctx.em, pairsOf(seen))
  return inOrder(seen.length, found, ({ id, kind, before, removed, doneAt }) => ({
    jobId: id,
    kind,
    before: before.toISOString(),
    removed,
    done: doneAt !== null,
  }))
}
