/** The counts of a post's row, as its watchers get them. */
export const countsOf = (post: { likeCount: number; commentCount: number; shareCount: number }) => ({
  likes: post.likeCount,
  comments: post.commentCount,
  shares: post.shareCount,
})
