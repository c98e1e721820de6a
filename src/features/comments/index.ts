import type { HandlersOf } from '#core/pipeline/handler'
import { createComment } from './create.ts'
import { deleteComment } from './delete.ts'
import { listComments } from './list.ts'
import { listReplies } from './replies.ts'

export const comments: HandlersOf<'comments'> = {
  'comments.create': createComment,
  'comments.list': listComments,
  'comments.replies': listReplies,
  'comments.delete': deleteComment,
}
