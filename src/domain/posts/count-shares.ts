import type { WriteContext } from '#core/pipeline/context'
import { anyOf, db, listOf, literal } from '#database'
import { countsOf } from './counts-of.ts'

type Step = { id: string; shares: number }

/**
 * Counts posts as shared, or no longer: once for each time that a post is named, by a message that carries it or by a
 * repost. The posts are locked before.
 */
export async function countShares(ctx: WriteContext, postIds: readonly string[], step: 1 | -1) {
  if (postIds.length === 0) return
  const steps = [...Map.groupBy(postIds, id => id)].map(([id, list]): Step => ({ id, shares: list.length * step }))
  const moved = await db(ctx.em)
    .updateTable('Post')
    .from(listOf<Step, 'moved'>('moved', steps, { id: 'uuid', shares: 'int' }))
    .set(eb => ({ shareCount: eb('Post.shareCount', '+', eb.ref('moved.shares')), version: eb('version', '+', 1) }))
    .whereRef('Post.id', '=', 'moved.id')
    .returning(['Post.id', 'Post.likeCount', 'Post.commentCount', 'Post.shareCount', 'Post.version'])
    .execute()
  for (const post of moved) ctx.changed('post', post.id, { version: post.version, counts: countsOf(post) })
}

/**
 * Counts reposts in the posts that they repost while others can see them: they are published, by an active account. Each
 * says whether it is counted, so that none is counted twice. Both are locked before. Posts that are no reposts are left out.
 */
export async function countReposts(ctx: WriteContext, ids: readonly string[], isVisible: boolean) {
  const settled = await db(ctx.em)
    .updateTable('Post')
    .set({ repostCounted: isVisible })
    .where('id', '=', anyOf(ids))
    .where('sharedPostId', 'is not', null)
    .where('repostCounted', '<>', isVisible)
    .$if(isVisible, query =>
      query
        .where('status', '=', 'published')
        .where(eb =>
          eb.exists(
            eb
              .selectFrom('User as author')
              .select('author.id')
              .whereRef('author.id', '=', 'Post.authorId')
              .where('author.status', '=', literal('active')),
          ),
        ),
    )
    .returning('sharedPostId')
    .execute()
  await countShares(
    ctx,
    settled.flatMap(({ sharedPostId }) => sharedPostId ?? []),
    isVisible ? 1 : -1,
  )
}
