import type { Post } from '#contract'

/** A post as it stands in the feed of a user who follows its author. */
export const inFeed = (post: Post): Post => ({ ...post, viewer: { ...post.viewer, reason: 'following' } })
