import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { viewClearings } from '#views/activity'
import { seenBy } from '#views/view'

export const getClearing = plain('activity.clearing', async function getClearing({ jobId }, ctx) {
  const [clearing] = await viewClearings(ctx, seenBy(ctx.viewer.id, [jobId]))
  if (!clearing) throw notFound('request')
  return clearing
})
