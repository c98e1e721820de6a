import { findPerson } from '#access/people'
import { seesAuthor } from '#access/visible-posts'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, sql } from '#database/statement'
import { after, placeOf, viewPage } from '#views/page'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

export const listPosts = plain('users.posts', async ({ username, cursor, limit }, ctx) => {
  const place = placeOf(cursor)
  const person = await findPerson(ctx.em, ctx.viewer.id, username)
  const viewer = sql`${ctx.viewer.id}::uuid`
  const open =
    person &&
    (await row(ctx.em, sql`select 1 from users author where author.id = ${person.id} and ${seesAuthor(viewer)}`))
  if (!person || !open) throw new ApiError('not_found', 'There is nobody of that name whose posts you may see.')
  const query = sql<{ at: string; id: string }>`select published_at as at, id from post
    where author_id = ${person.id} and status = 'published' ${after(place, 'published_at', 'id')}
    order by published_at desc, id desc limit ${limit + 1}`
  return viewPage(ctx, query, limit, ids => viewPosts(ctx, seenBy(ctx.viewer.id, ids)))
})
