import { seesPost } from '#access/visible-posts'
import type { Comment } from '#contract'
import { iso, isoOrNull, rows, sql } from '#entities/query'
import { type UserRow, userColumns, viewUser } from './user-view.ts'
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

const columns = sql`comment.id, comment.post_id as "postId", ${userColumns('writer')} as author,
  case when answered.id is not null then ${userColumns('answered')} end as "replyTo", comment.text,
  comment.parent_id as "parentId", comment.like_count as likes, comment.reply_count as replies, comment.pinned,
  comment.created_at as "createdAt", comment.edited_at as "editedAt"`
const people = sql`join users writer on writer.id = comment.author_id
  left join users answered on answered.id = comment.reply_to_id`

/** Comments, each as its viewer may see it; null where they may not see the post. */
export async function viewComments(
  ctx: View,
  wanted: readonly { viewerId: string; id: string }[],
): Promise<(Comment | null)[]> {
  if (wanted.length === 0) return []
  const found = await rows<Found>(
    ctx.em,
    sql`select pair.ord, ${columns} from ${pairs(wanted)} join comment on comment.id = pair.id
      join post on post.id = comment.post_id join users author on author.id = post.author_id ${people}
      where ${seesPost(sql`pair.viewer_id`)}`,
  )
  return inOrder(wanted.length, found, row => ({ ...viewComment(row, ctx), viewer: { liked: false } }))
}

/** Comments for a frame that all watchers of a post share: without a viewer's part. */
export async function viewCommentsForAll(ctx: View, ids: readonly string[]) {
  const found = await rows<Found>(
    ctx.em,
    sql`select ${columns} from comment ${people} where comment.id = any(${ids}::uuid[])`,
  )
  return new Map(found.map(row => [row.id, viewComment(row, ctx)]))
}

const viewComment = (row: Omit<Found, 'ord'>, ctx: View) => ({
  id: row.id,
  postId: row.postId,
  author: viewUser(row.author, ctx),
  text: row.text,
  parentId: row.parentId,
  replyTo: row.replyTo && viewUser(row.replyTo, ctx),
  counts: { likes: row.likes, replies: row.replies },
  pinned: row.pinned,
  createdAt: iso(row.createdAt),
  editedAt: isoOrNull(row.editedAt),
})
