import { maxFollowedTags } from '#contract'
import { ApiError } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { canonicalTag } from '#domain/hashtags/canonical-tag'
import { lockUsers } from '#domain/users/lock-users'
import { HashtagFollow } from '#entities'

export const followHashtag = plain('hashtags.follow', async function followHashtag({ tag: given }, { em, viewer }) {
  const tag = canonicalTag(given)
  // Two calls at once wait here for each other: neither follows one hashtag too many.
  await lockUsers(em, [viewer.id])
  await em.upsert(HashtagFollow, { userId: viewer.id, tag }, { onConflictAction: 'ignore' })
  if ((await em.count(HashtagFollow, { userId: viewer.id })) > maxFollowedTags) {
    throw new ApiError('conflict', `A user follows at most ${maxFollowedTags} hashtags.`)
  }
  return { following: true }
})
