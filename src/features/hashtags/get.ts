import { plain } from '#core/pipeline/handler'
import { canonicalTag } from '#domain/hashtags/canonical-tag'
import { viewHashtags } from '#views/hashtags'

export const getHashtag = plain('hashtags.get', async function getHashtag({ tag: given }, ctx) {
  const tag = canonicalTag(given)
  const [hashtag] = await viewHashtags(ctx, ctx.viewer.id, [tag])
  return hashtag ?? { tag, counts: { posts: 0 }, viewer: { following: false } }
})
