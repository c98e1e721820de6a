import { combined } from '#core/pipeline/handler'
import { likePosts } from '#domain/posts/like-posts'

export const likePost = combined('posts.like', likePosts, ({ postId }) => ({ postId, like: true }))
