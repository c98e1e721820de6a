import { visibleComment } from '#access/visible-posts'
import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { row, rows, sql } from '#entities/query'

type Seen = { postId: string; authorId: string; postAuthorId: string }
type Counted = { likes: number; comments: number; shares: number; version: number }

export const deleteComment = handle('comments.delete', async ({ commentId }, ctx) => {
  const { em, viewer } = ctx
  const missing = () => refuse('not_found', 'There is no such comment.')
  const seen = await row<Seen>(
    em,
    sql`select post.id as "postId", comment.author_id as "authorId", post.author_id as "postAuthorId"
      from ${visibleComment(viewer.id, commentId)}`,
  )
  if (seen === null) return missing()
  if (viewer.id !== seen.authorId && viewer.id !== seen.postAuthorId) {
    return refuse('forbidden', 'Only its author and the author of the post may delete a comment.')
  }
  await rows(em, sql`select id from post where id = ${seen.postId} for no key update`)
  const removed = await rows<{ id: string; parentId: string | null }>(
    em,
    sql`delete from comment where id = ${commentId} or parent_id = ${commentId} returning id, parent_id as "parentId"`,
  )
  if (removed.length === 0) return missing()
  const ids = removed.map(one => one.id)
  const thread = removed.find(one => one.id === commentId)?.parentId ?? null
  if (thread !== null) await rows(em, sql`update comment set reply_count = reply_count - 1 where id = ${thread}`)
  await rows(em, sql`delete from notification where comment_id = any(${ids}::uuid[])`)
  const counted = (await row<Counted>(
    em,
    sql`update post set comment_count = comment_count - ${ids.length}::int, version = version + 1 where id = ${seen.postId}
      returning like_count as likes, comment_count as comments, share_count as shares, version`,
  )) as Counted
  const { version, ...counts } = counted
  ctx.moved({ postId: seen.postId, version, counts, removedCommentIds: ids })
  return {}
})
