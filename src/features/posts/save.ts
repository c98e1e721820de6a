import { visiblePost } from '#access/visible-posts'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, rows, sql } from '#database/statement'

export const savePost = plain('posts.save', async ({ postId }, { em, viewer }) => {
  const seen = await row(em, sql`select 1 from ${visiblePost(viewer.id, postId)}`)
  if (seen === null) throw new ApiError('not_found', 'There is no such post.')
  await rows(em, sql`insert into post_save (post_id, user_id) values (${postId}, ${viewer.id}) on conflict do nothing`)
  return { saved: true }
})
