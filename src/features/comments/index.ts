import type { HandlersOf } from '#core/pipeline/handler'
import { createComment } from './create.ts'
import { deleteComment } from './delete.ts'
import { editComment } from './edit.ts'
import { getComment } from './get.ts'
import { likeComment } from './like.ts'
import { listComments } from './list.ts'
import { pinComment } from './pin.ts'
import { listReplies } from './replies.ts'
import { unlikeComment } from './unlike.ts'
import { unpinComment } from './unpin.ts'

export const comments: HandlersOf<'comments'> = {
  'comments.create': createComment,
  'comments.get': getComment,
  'comments.list': listComments,
  'comments.replies': listReplies,
  'comments.edit': editComment,
  'comments.delete': deleteComment,
  'comments.like': likeComment,
  'comments.unlike': unlikeComment,
  'comments.pin': pinComment,
  'comments.unpin': unpinComment,
}
