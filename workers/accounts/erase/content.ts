import type { WriteContext } from '#core/pipeline/context'
import { rows, sql } from '#database/statement'
import { removeComment } from '#domain/comments/remove-comment'
import { removePost } from '#domain/posts/remove-post'

/** Each takes with it what others wrote and liked there. */
const atOnce = { posts: 10, comments: 50 }

/** Removes somebody's posts, then their comments with the replies under them, as they would themselves. */
export async function eraseContent(ctx: WriteContext, userId: string): Promise<boolean> {
  const posts = await rows<{ id: string; status: string; version: number }>(
    ctx.em,
    sql`select id, status, version from post where author_id = ${userId} order by id limit ${atOnce.posts}
      for no key update`,
  )
  for (const post of posts) await removePost(ctx, { ...post, authorId: userId })
  if (posts.length > 0) return true

  const comments = await rows<{ id: string; postId: string }>(
    ctx.em,
    sql`select id, post_id as "postId" from comment where author_id = ${userId} order by post_id, id
      limit ${atOnce.comments}`,
  )
  for (const comment of comments) await removeComment(ctx, comment)
  return comments.length > 0
}
