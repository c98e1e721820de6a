import { likePosts } from '#changes/like-posts'
import { combined } from '#core/handler'

export const likePost = combined('posts.like', likePosts, ({ postId }) => ({ postId, like: true }))
