import { Code } from './code.ts'
import { Comment } from './comment.ts'
import { Conversation } from './conversation.ts'
import { FeedEntry } from './feed-entry.ts'
import { Follow } from './follow.ts'
import { Idempotency } from './idempotency.ts'
import { Invalidation } from './invalidation.ts'
import { LogEntry } from './log-entry.ts'
import { LogHead } from './log-head.ts'
import { Mail } from './mail.ts'
import { Media } from './media.ts'
import { Member } from './member.ts'
import { Message } from './message.ts'
import { Notification } from './notification.ts'
import { Post } from './post.ts'
import { PostLike } from './post-like.ts'
import { PostMedia } from './post-media.ts'
import { PostSave } from './post-save.ts'
import { Session } from './session.ts'
import { Task } from './task.ts'
import { User } from './user.ts'

/** Every kind of row. */
export const entities = [
  Code,
  Comment,
  Conversation,
  FeedEntry,
  Follow,
  Idempotency,
  Invalidation,
  LogEntry,
  LogHead,
  Mail,
  Media,
  Member,
  Message,
  Notification,
  Post,
  PostLike,
  PostMedia,
  PostSave,
  Session,
  Task,
  User,
]

export type { Location } from './post.ts'
export type { StoredImage } from './user.ts'
export {
  Code,
  Comment,
  Conversation,
  FeedEntry,
  Follow,
  Idempotency,
  Invalidation,
  LogEntry,
  LogHead,
  Mail,
  Media,
  Member,
  Message,
  Notification,
  Post,
  PostLike,
  PostMedia,
  PostSave,
  Session,
  Task,
  User,
}
