import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { viewSettings } from '#views/settings'

export const getSettings = plain('users.settings', async function getSettings(_, ctx) {
  const settings = await viewSettings(ctx, ctx.viewer.id)
  if (settings === null) throw notFound('account')
  return settings
})
