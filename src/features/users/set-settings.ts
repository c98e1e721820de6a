import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { User } from '#entities'
import { settingNames, viewSettings } from '#views/settings'

export const setSettings = plain('users.setSettings', async function setSettings(input, ctx) {
  const { em, viewer } = ctx
  const own = await db(em)
    .selectFrom('User')
    .select(settingNames)
    .where('id', '=', viewer.id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!own) throw notFound('account')
  const given = settingNames.filter(name => input[name] !== undefined)
  if (given.length > 0) {
    await em.nativeUpdate(User, { id: viewer.id }, Object.fromEntries(given.map(name => [name, input[name]])))
  }
  if (input.hiddenWords !== undefined && input.hiddenWords.join('\0') !== own.hiddenWords.join('\0')) {
    ctx.enqueue('comments.filter', { userId: viewer.id, after: null, begun: null })
  }
  const settings = await viewSettings(ctx, viewer.id)
  if (settings === null) throw notFound('account')
  return settings
})
