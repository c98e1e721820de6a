import { plain } from '#core/pipeline/handler'
import { canonicalTag } from '#domain/hashtags/canonical-tag'
import { HashtagFollow } from '#entities'

export const unfollowHashtag = plain('hashtags.unfollow', async function unfollowHashtag({ tag }, { em, viewer }) {
  await em.nativeDelete(HashtagFollow, { userId: viewer.id, tag: canonicalTag(tag) })
  return { following: false }
})
