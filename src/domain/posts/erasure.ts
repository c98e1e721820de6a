import type { WriteContext } from '#core/pipeline/context'
import { db, deleteRowsOf } from '#database'
import { lockPosts } from './lock-posts.ts'
import { removePost } from './remove-post.ts'

/** Each takes with it what others wrote and liked there. */
const maxAtOnce = 10

/** Deletes a user's posts, as they would themselves, then their likes, saved posts, tags and mentions. Returns whether there may be more. */
export async function erasePosts(ctx: WriteContext, userId: string): Promise<boolean> {
  const posts = await db(ctx.em)
    .selectFrom('Post')
    .select(['id', 'authorId', 'status', 'version', 'sharedPostId'])
    .where('authorId', '=', userId)
    .orderBy('id')
    .limit(maxAtOnce)
    .execute()
  await lockPosts(
    ctx.em,
    posts.flatMap(({ id, sharedPostId }) => (sharedPostId === null ? id : [id, sharedPostId])),
  )
  for (const post of posts) await removePost(ctx, post)
  return (
    posts.length > 0 ||
    deleteRowsOf(ctx.em, userId, {
      PostLike: ['userId'],
      PostSave: ['userId'],
      PhotoTag: ['userId'],
      TaggedUser: ['userId'],
      PostMention: ['userId'],
    })
  )
}
