import type { RawBuilder } from 'kysely'
import { knows } from '#access/apart'
import { seesComment, seesPost } from '#access/visible-posts'
import type { Comment } from '#contract'
import { entitiesOf } from '#contract/text-entities'
import { iso, isoOrNull, rows, sql } from '#database/statement'
import { type UserRow, userColumns, viewUser } from './users.ts'
import { inOrder, pairs, type View } from './view.ts'

type Found = {
  ord: string
  id: string
  postId: string
  author: UserRow
  replyTo: UserRow | null
  text: string
  parentId: string | null
  likes: number
  replies: number
  pinned: boolean
  createdAt: string
  editedAt: string | null
}

const columns = (answered: RawBuilder<boolean>) => sql`comment.id, comment.post_id as "postId",
  ${userColumns('writer')} as author, case when ${answered} then ${userColumns('answered')} end as "replyTo",
  comment.text, comment.parent_id as "parentId", comment.like_count as likes, comment.reply_count as replies,
  comment.pinned, comment.created_at as "createdAt", comment.edited_at as "editedAt"`
const people = sql`join post on post.id = comment.post_id join users author on author.id = post.author_id
  join users writer on writer.id = comment.author_id left join users answered on answered.id = comment.reply_to_id`

/** Comments, each as its viewer may see it; null where they may not see the post, its writer or its thread. */
export async function viewComments(
  ctx: View,
  wanted: readonly { viewerId: string; id: string }[],
): Promise<(Comment | null)[]> {
  if (wanted.length === 0) return []
  const viewer = sql`pair.viewer_id`
  const found = await rows<Found>(
    ctx.em,
    sql`select pair.ord, ${columns(knows(viewer, 'answered'))} from ${pairs(wanted)}
      join comment on comment.id = pair.id ${people} where ${seesPost(viewer)} and ${seesComment(viewer)}`,
  )
  return inOrder(wanted.length, found, row => ({ ...viewComment(row, ctx), viewer: { liked: false } }))
}

type FoundForAll = Omit<Found, 'ord'> & { ownerId: string; beganBy: string | null }

/**
 * Comments for a frame that all watchers of a post share: without a viewer's part, and with those who have to be there
 * for whoever is shown it: the author of the post, and whoever began the thread.
 */
export async function viewCommentsForAll(ctx: View, ids: readonly string[]) {
  const found = await rows<FoundForAll>(
    ctx.em,
    sql`select ${columns(sql`answered.status = 'active'`)}, post.author_id as "ownerId", root.author_id as "beganBy"
      from comment ${people} left join comment root on root.id = comment.parent_id
      left join users beginner on beginner.id = root.author_id
      where comment.id = any(${ids}::uuid[]) and author.status = 'active' and writer.status = 'active'
        and (root.id is null or beginner.status = 'active')`,
  )
  return new Map(
    found.map(({ ownerId, beganBy, ...row }) => [row.id, { comment: viewComment(row, ctx), ownerId, beganBy }]),
  )
}

const viewComment = (row: Omit<Found, 'ord'>, ctx: View) => ({
  id: row.id,
  postId: row.postId,
  author: viewUser(row.author, ctx),
  text: row.text,
  entities: entitiesOf(row.text),
  parentId: row.parentId,
  replyTo: row.replyTo && viewUser(row.replyTo, ctx),
  counts: { likes: row.likes, replies: row.replies },
  pinned: row.pinned,
  createdAt: iso(row.createdAt),
  editedAt: isoOrNull(row.editedAt),
})
