import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { Comment } from './comment.ts'
import { User } from './user.ts'

/** A user likes a comment. */
const schema = defineEntity({
  name: 'CommentLike',
  indexes: [
    { name: 'comment_like_newest', properties: ['commentId', 'createdAt'] },
    { name: 'comment_like_user', properties: ['userId', 'createdAt'] },
  ],
  properties: {
    commentId: () => p.manyToOne(Comment).mapToPk().primary().name('comment_id').deleteRule('cascade'),
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    /** Whether it counts in the comment: not while its owner's account is suspended or deleted. */
    counted: p.boolean().default(true),
    createdAt: now(),
  },
})

export class CommentLike extends schema.class {}
schema.setClass(CommentLike)
