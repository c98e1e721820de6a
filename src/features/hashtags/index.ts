import type { HandlersOf } from '#core/pipeline/handler'
import { followHashtag } from './follow.ts'
import { listFollowing } from './following.ts'
import { getHashtag } from './get.ts'
import { listPosts } from './posts.ts'
import { searchHashtags } from './search.ts'
import { unfollowHashtag } from './unfollow.ts'

export const hashtags: HandlersOf<'hashtags'> = {
  'hashtags.get': getHashtag,
  'hashtags.posts': listPosts,
  'hashtags.search': searchHashtags,
  'hashtags.follow': followHashtag,
  'hashtags.unfollow': unfollowHashtag,
  'hashtags.following': listFollowing,
}
