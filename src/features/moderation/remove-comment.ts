import { audit } from '#changes/audit'
import { removeComment as removeThread } from '#changes/remove-comment'
import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { row, sql } from '#entities/query'

export const removeComment = handle('moderation.removeComment', async ({ commentId, reason }, ctx) => {
  const comment = await row<{ id: string; postId: string }>(
    ctx.em,
    sql`select id, post_id as "postId" from comment where id = ${commentId}`,
  )
  const isRemoved = comment !== null && (await removeThread(ctx, comment))
  if (!isRemoved) return refuse('not_found', 'There is no such comment.')
  await audit(ctx, { act: 'remove_comment', targetKind: 'comment', targetId: commentId, reason })
  return {}
})
