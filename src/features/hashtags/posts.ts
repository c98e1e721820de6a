import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeePost } from '#access/posts'
import { mutes } from '#access/users'
import { paged } from '#core/pipeline/handler'
import type { Page } from '#core/pipeline/page'
import { db, literal, type SqlBool, sql } from '#database'
import { canonicalTag } from '#domain/hashtags/canonical-tag'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'

/** Of a hashtag with very many posts, only this many of the newest are ranked. */
const maxRanked = 500

export const listPosts = paged('hashtags.posts', {
  find({ tag: given, order }, { em, viewer }, page) {
    const tag = canonicalTag(given)
    if (order === 'top') return topPosts(em, viewer.id, tag, page)
    return page.newestFirst(visiblePosts(em, viewer.id, tag), 'PostHashtag.publishedAt', 'PostHashtag.postId')
  },
  view: (ids, ctx) => viewPosts(ctx, seenBy(ctx.viewer.id, ids)),
})

/** The published posts with a tag that the viewer can see and wants to, found by `post_hashtag_newest`. */
const visiblePosts = (em: EntityManager, viewerId: string, tag: string) =>
  db(em)
    .selectFrom('PostHashtag')
    .innerJoin('Post', 'Post.id', 'PostHashtag.postId')
    .innerJoin('User as author', 'author.id', 'Post.authorId')
    .where('PostHashtag.tag', '=', tag)
    .where('PostHashtag.publishedAt', 'is not', null)
    .where(canSeePost(viewerId))
    .where(eb => eb.not(mutes(viewerId, eb.ref('author.id'))))

/** A cursor carries a time of thirteen digits: the likes stand in it as so many milliseconds after this one. */
const noLikes = 1e12

/** Of the newest posts those with the most likes: a place is the number of likes and the id, which grows with the time. */
async function topPosts(em: EntityManager, viewerId: string, tag: string, { place, limit }: Page) {
  const found = await db(em)
    .with('ranked', () =>
      visiblePosts(em, viewerId, tag)
        // Hidden likes show neither in the order nor in the cursor.
        .select(eb => [
          'Post.id',
          eb.case().when('Post.likesHidden', '=', false).then(eb.ref('Post.likeCount')).else(0).end().as('likes'),
        ])
        .orderBy('PostHashtag.publishedAt', 'desc')
        .orderBy('PostHashtag.postId', 'desc')
        .limit(literal(maxRanked)),
    )
    .selectFrom('ranked')
    .select(['ranked.id', 'ranked.likes'])
    .$if(place !== undefined, query =>
      query.where(
        eb =>
          sql<SqlBool>`(${eb.ref('ranked.likes')}, ${eb.ref('ranked.id')}) < (${Number(place?.at) - noLikes}::bigint, ${place?.id}::uuid)`,
      ),
    )
    .orderBy('ranked.likes', 'desc')
    .orderBy('ranked.id', 'desc')
    .limit(limit + 1)
    .execute()
  return found.map(({ id, likes }) => ({ at: new Date(noLikes + likes), id }))
}
