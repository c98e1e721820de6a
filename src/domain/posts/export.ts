import type { EntityManager } from '@mikro-orm/postgresql'
import { canSeePost } from '#access/posts'
import { byKey, columnsOf, db, expression, jsonBuildObject, sql } from '#database'

/** A user's posts with their former versions, their likes, saved posts, and the photos that they are tagged in. Of posts that they can no longer see, the author is null. */
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
        'sharedPostId',
        'commentsDisabled',
        'likesHidden',
        'likeCount as likes',
        'commentCount as comments',
        'shareCount as shares',
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
      .select(['createdAt', 'editedAt', 'publishAt', 'publishedAt', 'archivedAt', 'deletedAt', 'pinnedAt'])
      .where('authorId', '=', userId),
  ),
  'edits.json': byKey(
    em,
    db(em)
      .selectFrom('PostEdit')
      .innerJoin('Post', 'Post.id', 'PostEdit.postId')
      .select([
        'PostEdit.id as key',
        'PostEdit.postId',
        'PostEdit.caption',
        'PostEdit.location',
        'PostEdit.writtenAt',
        'PostEdit.createdAt as replacedAt',
      ])
      .where('Post.authorId', '=', userId),
  ),
  'tags.json': byKey(
    em,
    db(em)
      .selectFrom('TaggedUser')
      .innerJoin('Post', 'Post.id', 'TaggedUser.postId')
      .innerJoin('User as author', 'author.id', 'Post.authorId')
      .select(['Post.id as key', 'Post.id as postId', authorSeenBy(userId)])
      .select(eb =>
        eb
          .selectFrom('PhotoTag')
          .select(tag =>
            sql<{ photo: string; x: number; y: number }[] | null>`json_agg(${jsonBuildObject({
              photo: tag.ref('PhotoTag.mediaId'),
              x: tag.ref('PhotoTag.x'),
              y: tag.ref('PhotoTag.y'),
            })})`.as('places'),
          )
          .whereRef('PhotoTag.postId', '=', 'TaggedUser.postId')
          .where('PhotoTag.userId', '=', userId)
          .where(canSeePost(userId))
          .as('photos'),
      )
      .select(['TaggedUser.createdAt as taggedAt', 'TaggedUser.removedAt'])
      .where('TaggedUser.userId', '=', userId),
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
