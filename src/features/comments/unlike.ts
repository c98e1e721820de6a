import { batched } from '#core/pipeline/handler'
import { likeComments } from '#domain/comments/like-comments'

export const unlikeComment = batched('comments.unlike', likeComments, ({ commentId }) => ({ commentId, like: false }))
