import { defineEntity, p } from '@mikro-orm/postgresql'
import { now } from './columns.ts'
import { Comment } from './comment.ts'
import { User } from './user.ts'

/** A user is or was mentioned in the text of a comment: nobody is notified of a second mention in it. */
const schema = defineEntity({
  name: 'CommentMention',
  indexes: [{ name: 'comment_mention_newest', properties: ['userId', 'createdAt'] }],
  properties: {
    commentId: () => p.manyToOne(Comment).mapToPk().primary().name('comment_id').deleteRule('cascade'),
    userId: () => p.manyToOne(User).mapToPk().primary().name('user_id').deleteRule('cascade'),
    /** Whether the text still mentions them. */
    present: p.boolean().default(true),
    createdAt: now(),
  },
})

export class CommentMention extends schema.class {}
schema.setClass(CommentMention)
