import { findPerson } from '#access/people'
import { tellNotificationsAnew } from '#changes/tell-seen-anew'
import { handle } from '#core/handler'
import { invalid, refuse } from '#core/refusal'
import { row, sql } from '#entities/query'

export const mute = handle('users.mute', async ({ username }, ctx) => {
  const { em, viewer } = ctx
  const other = await findPerson(em, viewer.id, username)
  if (other === null) return refuse('not_found', 'There is nobody of that name.')
  if (other.id === viewer.id) return invalid({ username: 'is your own: nobody mutes themselves' })
  const muted = await row(
    em,
    sql`insert into mute (muter_id, muted_id) values (${viewer.id}, ${other.id}) on conflict do nothing returning 1`,
  )
  if (muted) await tellNotificationsAnew(ctx, viewer.id, other.id)
  return {}
})
