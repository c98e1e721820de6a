import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { audit } from '#domain/moderation/audit'
import { removePost as removeWhole } from '#domain/posts/remove-post'

type Locked = { id: string; authorId: string; status: string; version: number }

export const removePost = plain('moderation.removePost', async ({ postId, reason }, ctx) => {
  await row(
    ctx.em,
    sql`select id from users where id = (select author_id from post where id = ${postId}) for no key update`,
  )
  const post = await row<Locked>(
    ctx.em,
    sql`select id, author_id as "authorId", status, version from post where id = ${postId} for no key update`,
  )
  if (post === null) throw new ApiError('not_found', 'There is no such post.')
  await removeWhole(ctx, post)
  await audit(ctx, { act: 'remove_post', targetKind: 'post', targetId: postId, reason })
  return {}
})
