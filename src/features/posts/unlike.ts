import { combined } from '#core/pipeline/handler'
import { likePosts } from '#domain/posts/like-posts'

export const unlikePost = combined('posts.unlike', likePosts, ({ postId }) => ({ postId, like: false }))
