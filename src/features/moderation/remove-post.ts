import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { audit } from '#domain/moderation/audit'
import { lockWithOriginal } from '#domain/posts/lock-posts'
import { removePost as removeWhole } from '#domain/posts/remove-post'

export const removePost = plain('moderation.removePost', async function removePost({ postId, reason }, ctx) {
  const query = db(ctx.em)
  // Users before posts: the one order in which rows are locked.
  await query
    .selectFrom('User')
    .select('id')
    .where('id', '=', query.selectFrom('Post').select('authorId').where('id', '=', postId))
    .forNoKeyUpdate()
    .execute()
  await lockWithOriginal(ctx.em, postId)
  const post = await query
    .selectFrom('Post')
    .select(['id', 'authorId', 'status', 'version'])
    .where('id', '=', postId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!post) throw notFound('post')
  await removeWhole(ctx, post)
  await audit(ctx, { act: 'remove_post', targetKind: 'post', targetId: postId, reason })
  return {}
})
