import { paged } from '#core/pipeline/handler'
import { top } from '#core/pipeline/page'
import { mergedFeed, scatteredFeed } from '#domain/feed/home-feed'
import { viewFeed } from '#views/feed'

export const home = paged('feed.home', {
  async find(_, { em, viewer }, { place = top, limit }) {
    const given = { viewer: viewer.id, ...place, count: limit + 1 }
    const merged = await mergedFeed(em, given)
    // Below the end of what was copied, posts are looked up where they are.
    return merged[0]?.copied === given.count ? merged : scatteredFeed(em, given)
  },
  view: (ids, ctx) => viewFeed(ctx, ctx.viewer.id, ids),
})
