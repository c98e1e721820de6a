import { canSeePost } from '#access/posts'
import { canSeeContent, mutes } from '#access/users'
import {
  columnsOf,
  compiled,
  type Expression,
  expression as eb,
  literal,
  type RawBuilder,
  type SqlBool,
  sql,
} from '#database'
import { maxFilled } from './feed-entries.sql.ts'

const parameters = { viewer: 'uuid', at: 'timestamptz', id: 'uuid', count: 'int' } as const
type Given = Record<keyof typeof parameters, RawBuilder<never>>

const author = columnsOf('User', 'author')
const follow = columnsOf('Follow', 'Follow')

const isBelow = (at: RawBuilder<unknown>, id: RawBuilder<unknown>, given: Given) =>
  sql<SqlBool>`(${at}, ${id}) < (${given.at}, ${given.id})`

/**
 * Whether the viewer can see a post, and does not mute its author. A scalar, not a join: the posts of the page are looked at one
 * after the other until it is full, where a join would look at the whole feed.
 */
const isShown = (postId: Expression<string>, given: Given) =>
  eb
    .selectFrom('Post as shown')
    .innerJoin('User as author', 'author.id', 'shown.authorId')
    .select(eb.and([canSeePost(given.viewer, { post: 'shown' }), eb.not(mutes(given.viewer, author('id')))]).as('is'))
    .where('shown.id', '=', postId)
    .$asScalar()

const follows = (viewer: Given['viewer'], authorId: Expression<string>) =>
  eb
    .selectFrom('Follow')
    .select(literal(true).as('is'))
    .where('Follow.followerId', '=', viewer)
    .where('Follow.followeeId', '=', authorId)
    .where('Follow.status', '=', literal('following'))
    .$asScalar()

/** The posts of the page that were copied into the feed, as far as the viewer can see them. */
function copiedPosts(given: Given) {
  const entry = columnsOf('FeedEntry', 'FeedEntry')
  return eb
    .selectFrom('FeedEntry')
    .select(['FeedEntry.publishedAt as at', 'FeedEntry.postId as id'])
    .where('FeedEntry.ownerId', '=', given.viewer)
    .where(isBelow(entry('publishedAt'), entry('postId'), given))
    .where(follows(given.viewer, entry('authorId')))
    .where(isShown(entry('postId'), given))
    .orderBy('FeedEntry.publishedAt', 'desc')
    .orderBy('FeedEntry.postId', 'desc')
    .limit(given.count)
}

/** The authors that the viewer follows and whose posts they can see, as `author`. */
const followedAuthors = (viewer: Given['viewer']) =>
  eb
    .selectFrom('Follow')
    .innerJoin('User as author', 'author.id', 'Follow.followeeId')
    .where('Follow.followerId', '=', viewer)
    .where('Follow.status', '=', literal('following'))
    .where(canSeeContent(viewer))
    .where(eb.not(mutes(viewer, author('id'))))

/** The posts of the page by one author, found by `post_by_author`. */
function postsOf(authorId: RawBuilder<string>, given: Given) {
  const post = columnsOf('Post', 'Post')
  return eb
    .selectFrom('Post')
    .select([post('publishedAt').$notNull().as('at'), 'Post.id'])
    .where('Post.authorId', '=', authorId)
    .where('Post.status', '=', literal('published'))
    .where(isBelow(post('publishedAt'), post('id'), given))
    .orderBy('Post.publishedAt', 'desc')
    .orderBy('Post.id', 'desc')
    .limit(given.count)
}

/** The columns of a place, in the one order that unions need. */
const columns = ['part.at', 'part.id'] as const

/** The posts of the page with a hashtag that the viewer follows, as far as they can see them: each hashtag by `post_hashtag_newest`. */
function taggedPosts(given: Given) {
  const tagged = columnsOf('PostHashtag', 'PostHashtag')
  const posts = eb
    .selectFrom('PostHashtag')
    .select([tagged('publishedAt').$notNull().as('at'), 'PostHashtag.postId as id'])
    .where('PostHashtag.tag', '=', columnsOf('HashtagFollow', 'HashtagFollow')('tag'))
    .where(isBelow(tagged('publishedAt'), tagged('postId'), given))
    .where(isShown(tagged('postId'), given))
    .orderBy('PostHashtag.publishedAt', 'desc')
    .orderBy('PostHashtag.postId', 'desc')
    .limit(given.count)
  return eb
    .selectFrom('HashtagFollow')
    .crossJoinLateral(posts.as('part'))
    .select(columns)
    .where('HashtagFollow.userId', '=', given.viewer)
}

/**
 * A page of what was copied into the feed, of the viewer's own posts, of posts with hashtags that they follow, and of posts by
 * authors whose posts are not all copied: large accounts, and those with many posts that were followed since. `copied` counts
 * the copied posts of the page.
 */
export const mergedFeed = compiled(parameters, (db, given) =>
  db
    .with(
      cte => cte('copied').materialized(),
      () => copiedPosts(given),
    )
    .with('merged', query => {
      const oldest = query.selectFrom('copied').select(copied => copied.fn.min('copied.at').as('at'))
      const ofAuthors = (authors: ReturnType<typeof followedAuthors>) =>
        authors.crossJoinLateral(postsOf(author('id'), given).as('part')).select(columns)
      return query
        .selectFrom('copied as part')
        .select(columns)
        .unionAll(query.selectFrom(postsOf(given.viewer, given).as('part')).select(columns))
        .unionAll(ofAuthors(followedAuthors(given.viewer).where(follow('followeeLarge'), '=', literal(true))))
        .unionAll(
          ofAuthors(
            followedAuthors(given.viewer)
              .where(follow('createdAt'), '>', oldest)
              .where(author('postCount'), '>', literal(maxFilled)),
          ),
        )
        .unionAll(taggedPosts(given))
    })
    .selectFrom('merged')
    .distinct()
    .select(['merged.at', 'merged.id'])
    .select(eb =>
      eb
        .selectFrom('copied')
        .select(copied => copied.fn.countAll<number>().as('count'))
        .as('copied'),
    )
    .orderBy('merged.at', 'desc')
    .orderBy('merged.id', 'desc')
    .limit(given.count),
)

/** The same page from the posts of each author and each hashtag, whatever was copied. */
export const scatteredFeed = compiled(parameters, (db, given) =>
  db
    .with('scattered', () =>
      db
        .selectFrom(
          db
            .selectNoFrom(sql<string>`${given.viewer}`.as('id'))
            .unionAll(followedAuthors(given.viewer).select('author.id'))
            .as('source'),
        )
        .crossJoinLateral(postsOf(sql.ref('source.id'), given).as('part'))
        .select(columns)
        .unionAll(taggedPosts(given)),
    )
    .selectFrom('scattered')
    .distinct()
    .select(['scattered.at', 'scattered.id'])
    .orderBy('scattered.at', 'desc')
    .orderBy('scattered.id', 'desc')
    .limit(given.count),
)
