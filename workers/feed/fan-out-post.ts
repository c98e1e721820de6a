import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeePost } from '#access/posts'
import { blockedPairs, blockedWith, mutes, whoCanSee } from '#access/users'
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
      const common = forAll(post, reason)
      const readers = post.sharedPost && (await readersOf(ctx.em, post.sharedPost, audiences[reason]))
      for (const { hidden, viewers } of await groupsOf(ctx.em, audiences[reason], peopleIn(post))) {
        const shown = postWithout(common, hidden)
        const { readers: able = [], others = [] } = Object.groupBy(viewers, id =>
          readers === null || readers.has(id) ? 'readers' : 'others',
        )
        const unavailable = { ...shown, sharedPost: null, sharedPostUnavailable: true }
        if (able.length > 0) ctx.broadcast('feed.post', { users: able }, { post: shown })
        if (others.length > 0) ctx.broadcast('feed.post', { users: others }, { post: unavailable })
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

/** A post without what is its viewer's own, and the post that it reposts in the same way. */
const forAll = (post: Post, reason: Post['viewer']['reason']): Post => ({
  ...post,
  counts: post.likesHidden ? { ...post.counts, likes: 0 } : post.counts,
  viewer: { liked: false, saved: false, reason },
  sharedPost: post.sharedPost && forAll(post.sharedPost, null),
})

/** Those of some viewers who can see the post that a repost shows; its author sees it unpublished too. */
const readersOf = async (em: EntityManager, { author, status }: Post, viewers: readonly string[]) =>
  status === 'published' ? whoCanSee(em, author.id, viewers) : new Set([author.id])

/** Those whom a post shows besides its author, and the post that it reposts. */
const peopleIn = ({ tagged, mentions, sharedPost }: Post): string[] => [
  ...new Set([
    ...[...tagged.map(tag => tag.user), ...mentions].map(user => user.id),
    ...(sharedPost ? peopleIn(sharedPost) : []),
  ]),
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
  sharedPost: post.sharedPost && postWithout(post.sharedPost, hidden),
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
