import { batched } from '#core/pipeline/handler'
import { likeComments } from '#domain/comments/like-comments'

export const likeComment = batched('comments.like', likeComments, ({ commentId }) => ({ commentId, like: true }))
