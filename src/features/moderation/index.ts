import type { HandlersOf } from '#core/pipeline/handler'
import { listAudit } from './audit.ts'
import { removeComment } from './remove-comment.ts'
import { removePost } from './remove-post.ts'
import { restore } from './restore.ts'
import { suspend } from './suspend.ts'

export const moderation: HandlersOf<'moderation'> = {
  'moderation.removePost': removePost,
  'moderation.removeComment': removeComment,
  'moderation.suspend': suspend,
  'moderation.restore': restore,
  'moderation.audit': listAudit,
}
