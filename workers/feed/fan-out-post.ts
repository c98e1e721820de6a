import type { EntityManager } from '@mikro-orm/postgresql'
import { blockedWith, mutes } from '#access/users'
import { db, literal } from '#database'
import { copyToFeeds } from '#domain/feed/feed-entries.sql'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'
import { job } from '../job.ts'

export const fanOutPost = job('feed.fanOut', {
  async handle({ postId }, ctx) {
    const published = await db(ctx.em)
      .selectFrom('Post')
      .select('authorId')
      .where('id', '=', postId)
      .where('status', '=', 'published')
      .executeTakeFirst()
    if (!published) return
    const { authorId } = published
    await copyToFeeds(ctx.em, postId)
    const [post] = await viewPosts(ctx, seenBy(authorId, [postId]))
    if (!post) return
    // Last, and by itself: copying to very many takes its time, and followers who have lost the post meanwhile get nothing.
    const users = await audienceOf(ctx.em, postId, authorId)
    // One payload for all: nobody has liked or saved a post that has just come out.
    ctx.broadcast(
      'feed.post',
      { users },
      { post: { ...post, viewer: { liked: false, saved: false, reason: 'following' } } },
    )
  },
})

/** The author and the followers who see the post in their feeds; none if the post or the account is gone. */
async function audienceOf(em: EntityManager, postId: string, authorId: string) {
  const found = await db(em)
    .with('hidden', () => blockedWith(authorId))
    .with('published', query =>
      query
        .selectFrom('Post')
        .innerJoin('User as author', 'author.id', 'Post.authorId')
        .select('Post.authorId as id')
        .where('Post.id', '=', postId)
        .where('author.status', '=', literal('active')),
    )
    .selectFrom('published')
    .innerJoin('Follow', 'Follow.followeeId', 'published.id')
    .select('Follow.followerId as id')
    .where('Follow.status', '=', literal('following'))
    .where(eb =>
      eb.not(eb.exists(eb.selectFrom('hidden').select('hidden.id').whereRef('hidden.id', '=', 'Follow.followerId'))),
    )
    .where(eb => eb.not(mutes(eb.ref('Follow.followerId'), authorId)))
    .union(eb => eb.selectFrom('published').select('published.id'))
    .execute()
  return found.map(user => user.id)
}
