import { likePosts } from '#changes/like-posts'
import { combined } from '#core/handler'

export const unlikePost = combined('posts.unlike', likePosts, ({ postId }) => ({ postId, like: false }))
