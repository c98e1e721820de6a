import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { removeComment as removeThread } from '#domain/comments/remove-comment'
import { audit } from '#domain/moderation/audit'

export const removeComment = plain('moderation.removeComment', async function removeComment(input, ctx) {
  const { commentId, reason } = input
  const comment = await db(ctx.em)
    .selectFrom('Comment')
    .select(['id', 'postId'])
    .where('id', '=', commentId)
    .executeTakeFirst()
  const isRemoved = comment !== undefined && (await removeThread(ctx, comment))
  if (!isRemoved) throw notFound('comment')
  await audit(ctx, { act: 'remove_comment', targetKind: 'comment', targetId: commentId, reason })
  return {}
})
