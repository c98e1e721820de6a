import { batched } from '#core/pipeline/handler'
import { likePosts } from '#domain/posts/like-posts'

export const unlikePost = batched('posts.unlike', likePosts, ({ postId }) => ({ postId, like: false }))
