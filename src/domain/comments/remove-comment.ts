import type { WriteContext } from '#core/pipeline/context'
import { row, rows, sql } from '#database/statement'

type Removed = { id: string; parentId: string | null; counted: boolean }
type Counted = { likes: number; comments: number; shares: number; version: number }

/** Removes a comment with the replies under it; false if it is gone already. The post is locked here. */
export async function removeComment(
  ctx: WriteContext,
  { id, postId }: { id: string; postId: string },
): Promise<boolean> {
  const { em } = ctx
  await rows(em, sql`select id from post where id = ${postId} for no key update`)
  const removed = await rows<Removed>(
    em,
    sql`delete from comment where id = ${id} or parent_id = ${id} returning id, parent_id as "parentId", counted`,
  )
  if (removed.length === 0) return false
  const ids = removed.map(one => one.id)
  const root = removed.find(one => one.id === id)
  if (root?.parentId && root.counted) {
    await rows(em, sql`update comment set reply_count = reply_count - 1 where id = ${root.parentId}`)
  }
  await rows(em, sql`delete from notification where comment_id = any(${ids}::uuid[])`)
  const counted = (await row<Counted>(
    em,
    sql`update post set comment_count = comment_count - ${removed.filter(one => one.counted).length}::int,
        version = version + 1 where id = ${postId}
      returning like_count as likes, comment_count as comments, share_count as shares, version`,
  )) as Counted
  const { version, ...counts } = counted
  ctx.changed('post', postId, { version, counts, removedCommentIds: ids })
  return true
}
