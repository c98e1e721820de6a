import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeePost } from '#access/posts'
import { byKey, columnsOf, db, expression, sql } from '#database'

/** A user's posts, likes and saved posts. Of posts that they can no longer see, the author is null. */
export const exportPosts = (em: EntityManager, userId: string) => ({
  'posts.json': byKey(
    em,
    db(em)
      .selectFrom('Post')
      .select([
        'id as key',
        'id',
        'caption',
        'location',
        'status',
        'commentsDisabled',
        'likeCount as likes',
        'commentCount as comments',
      ])
      .select(eb =>
        eb
          .selectFrom('PostMedia')
          .select(photo =>
            sql<
              string[] | null
            >`json_agg(${photo.ref('PostMedia.mediaId')} order by ${photo.ref('PostMedia.position')})`.as('ids'),
          )
          .whereRef('PostMedia.postId', '=', 'Post.id')
          .as('photos'),
      )
      .select(['createdAt', 'editedAt', 'publishedAt'])
      .where('authorId', '=', userId),
  ),
  'likes.json': byKey(
    em,
    db(em)
      .selectFrom('PostLike')
      .innerJoin('Post', 'Post.id', 'PostLike.postId')
      .innerJoin('User as author', 'author.id', 'Post.authorId')
      .select(['Post.id as key', 'Post.id as postId', authorSeenBy(userId), 'PostLike.createdAt as likedAt'])
      .where('PostLike.userId', '=', userId),
  ),
  'saved.json': byKey(
    em,
    db(em)
      .selectFrom('PostSave')
      .innerJoin('Post', 'Post.id', 'PostSave.postId')
      .innerJoin('User as author', 'author.id', 'Post.authorId')
      .select(['Post.id as key', 'Post.id as postId', authorSeenBy(userId), 'PostSave.createdAt as savedAt'])
      .where('PostSave.userId', '=', userId),
  ),
})

const authorSeenBy = (viewerId: string) =>
  expression.case().when(canSeePost(viewerId)).then(columnsOf('User', 'author')('username')).end().as('author')
