import { username as wellFormed } from '#contract'
import { plain } from '#core/pipeline/handler'
import { inWords } from '#core/pipeline/input-errors'
import { faultOfName } from '#domain/accounts/claim-name'

export const checkName = plain('users.available', async function checkName({ username }, { em, viewer }) {
  const parsed = wellFormed.safeParse(username, { error: inWords })
  const reason = parsed.success
    ? await faultOfName(em, username, viewer?.id)
    : (parsed.error.issues[0]?.message ?? 'is no user name')
  return { available: reason === null, reason }
})
