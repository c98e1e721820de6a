import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeePost } from '#access/posts'
import { blockedPairs, blockedWith, mutes } from '#access/users'
import type { Post } from '#contract'
import { db, literal } from '#database'
import { copyBackToFeeds, copyToFeeds } from '#domain/feed/feed-entries.sql'
import { viewPosts } from '#views/posts'
import { seenBy } from '#views/view'
import { job } from '../job.ts'

export const fanOutPost = job('feed.fanOut', {
  async handle({ postId, isRestored }, ctx) {
    // Nobody is notified of a post that comes back: it stands where it stood.
    if (isRestored) return void (await copyBackToFeeds(ctx.em, postId))
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
    const tagFollowers = await tagFollowersOf(ctx.em, postId, new Set(users))
    const audiences = {
      own: users.filter(id => id === authorId),
      following: users.filter(id => id !== authorId),
      hashtag: tagFollowers,
    }
    for (const reason of ['own', 'following', 'hashtag'] as const) {
      // One payload for all whom the same people are hidden from: nobody has liked or saved a post that has just come out.
      const common = { ...post, viewer: { liked: false, saved: false, reason } }
      if (post.likesHidden) common.counts = { ...post.counts, likes: 0 }
      for (const { hidden, viewers } of await groupsOf(ctx.em, audiences[reason], peopleIn(post))) {
        ctx.broadcast('feed.post', { users: viewers }, { post: postWithout(common, hidden) })
      }
    }
  },
})

/** Followers of the hashtags of a post who get it live; the others see it when they load their feeds. */
const maxTagFollowers = 5000

/** Those who follow a hashtag of the post and can see it, besides those who get it anyway. */
async function tagFollowersOf(em: EntityManager, postId: string, others: ReadonlySet<string>) {
  const found = await db(em)
    .selectFrom(eb =>
      eb
        .selectFrom('PostHashtag')
        .innerJoin('HashtagFollow', 'HashtagFollow.tag', 'PostHashtag.tag')
        .select('HashtagFollow.userId as id')
        .where('PostHashtag.postId', '=', postId)
        .limit(literal(maxTagFollowers))
        .as('viewer'),
    )
    .innerJoin('Post', join => join.on('Post.id', '=', postId))
    .innerJoin('User as author', 'author.id', 'Post.authorId')
    .select('viewer.id')
    .distinct()
    .where(eb => canSeePost(eb.ref('viewer.id')))
    .where(eb => eb.not(mutes(eb.ref('viewer.id'), eb.ref('author.id'))))
    .execute()
  return found.flatMap(({ id }) => (others.has(id) ? [] : id))
}

/** Those whom a post shows besides its author. */
const peopleIn = ({ tagged, mentions }: Post) => [
  ...new Set([...tagged.map(tag => tag.user), ...mentions].map(user => user.id)),
]

/** The viewers by those of the people shown whom a block hides from them. */
async function groupsOf(em: EntityManager, viewers: readonly string[], people: readonly string[]) {
  const pairs = people.length > 0 ? await blockedPairs(em, viewers, people) : []
  const hiddenFrom = Map.groupBy(pairs, pair => pair.one)
  const hiddenOf = (viewerId: string) => (hiddenFrom.get(viewerId) ?? []).map(pair => pair.other).sort()
  const groups = Map.groupBy(viewers, viewerId => hiddenOf(viewerId).join())
  return [...groups].map(([hidden, viewers]) => ({ hidden: new Set(hidden.split(',')), viewers }))
}

const postWithout = (post: Post, hidden: ReadonlySet<string>): Post => ({
  ...post,
  tagged: post.tagged.filter(tag => !hidden.has(tag.user.id)),
  mentions: post.mentions.filter(user => !hidden.has(user.id)),
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
