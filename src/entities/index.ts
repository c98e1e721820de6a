import { Audit } from './audit.ts'
import { Block } from './block.ts'
import { Code } from './code.ts'
import { Comment } from './comment.ts'
import { Conversation } from './conversation.ts'
import { Dismissal } from './dismissal.ts'
import { Export } from './export.ts'
import { FeedEntry } from './feed-entry.ts'
import { Follow } from './follow.ts'
import { Idempotency } from './idempotency.ts'
import { Invalidation } from './invalidation.ts'
import { Job } from './job.ts'
import { LogEntry } from './log-entry.ts'
import { LogHead } from './log-head.ts'
import { Mail } from './mail.ts'
import { Media } from './media.ts'
import { Member } from './member.ts'
import { Message } from './message.ts'
import { Mute } from './mute.ts'
import { Notification } from './notification.ts'
import { Post } from './post.ts'
import { PostLike } from './post-like.ts'
import { PostMedia } from './post-media.ts'
import { PostSave } from './post-save.ts'
import { Report } from './report.ts'
import { Session } from './session.ts'
import { Totp } from './totp.ts'
import { User } from './user.ts'

/** Every kind of row. */
export const entities = [
  Audit,
  Block,
  Code,
  Comment,
  Conversation,
  Dismissal,
  Export,
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
  Mute,
  Notification,
  Post,
  PostLike,
  PostMedia,
  PostSave,
  Report,
  Session,
  Job,
  Totp,
  User,
]

export type { Location } from './post.ts'
export type { StoredImage } from './user.ts'
export {
  Audit,
  Block,
  Code,
  Comment,
  Conversation,
  Dismissal,
  Export,
  FeedEntry,
  Follow,
  Idempotency,
  Invalidation,
  Job,
  LogEntry,
  LogHead,
  Mail,
  Media,
  Member,
  Message,
  Mute,
  Notification,
  Post,
  PostLike,
  PostMedia,
  PostSave,
  Report,
  Session,
  Totp,
  User,
}
