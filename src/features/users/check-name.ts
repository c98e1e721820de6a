import { faultOfName } from '#changes/claim-name'
import { username as wellFormed } from '#contract/shapes'
import { inWords } from '#core/faults'
import { handle } from '#core/handler'

export const checkName = handle('users.available', async ({ username }, { em, viewer }) => {
  const parsed = wellFormed.safeParse(username, { error: inWords })
  const reason = parsed.success
    ? await faultOfName(em, username, viewer?.id)
    : (parsed.error.issues[0]?.message ?? 'is no user name')
  return { available: reason === null, reason }
})
