import type { EntityManager } from '@mikro-orm/postgresql'
import { byKey, db } from '#database'

/** A user's comments, and their likes of comments. */
export const exportComments = (em: EntityManager, userId: string) => ({
  'comments.json': byKey(
    em,
    db(em)
      .selectFrom('Comment')
      .select(['id as key', 'id', 'postId', 'parentId', 'text', 'likeCount as likes', 'createdAt', 'editedAt'])
      .where('authorId', '=', userId)
      .where('deletedAt', 'is', null),
  ),
  'comment-likes.json': byKey(
    em,
    db(em)
      .selectFrom('CommentLike')
      .innerJoin('Comment', 'Comment.id', 'CommentLike.commentId')
      .select(['Comment.id as key', 'Comment.id as commentId', 'Comment.postId', 'CommentLike.createdAt as likedAt'])
      .where('CommentLike.userId', '=', userId),
  ),
})
