import { batched } from '#core/pipeline/handler'
import { likePosts } from '#domain/posts/like-posts'

export const likePost = batched('posts.like', likePosts, ({ postId }) => ({ postId, like: true }))
