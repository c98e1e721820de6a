import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { removeComment as removeThread } from '#domain/comments/remove-comment'
import { audit } from '#domain/moderation/audit'

export const removeComment = plain('moderation.removeComment', async ({ commentId, reason }, ctx) => {
  const comment = await row<{ id: string; postId: string }>(
    ctx.em,
    sql`select id, post_id as "postId" from comment where id = ${commentId}`,
  )
  const isRemoved = comment !== null && (await removeThread(ctx, comment))
  if (!isRemoved) throw new ApiError('not_found', 'There is no such comment.')
  await audit(ctx, { act: 'remove_comment', targetKind: 'comment', targetId: commentId, reason })
  return {}
})
