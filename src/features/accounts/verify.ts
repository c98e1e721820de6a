import { lockAtStage, moveStage } from '#changes/move-stage'
import { codeLife } from '#changes/send-code'
import { handle } from '#core/handler'
import { refuse } from '#core/refusal'
import { row, rows, sql } from '#entities/query'
import { viewUsers } from '#views/user-view'

type Sent = { id: string; tries: number; expired: boolean }

export const verify = handle('auth.verify', async ({ code }, ctx) => {
  const { em, viewer } = ctx
  const account = await lockAtStage(em, viewer, 'code')
  const sent = await row<Sent>(
    em,
    sql`select id, tries, expires_at <= now() as expired from code
      where user_id = ${viewer.id} and purpose = 'sign-up' and used_at is null
      order by created_at desc, id desc limit 1 for update`,
  )
  if (sent === null || sent.expired || sent.tries >= codeLife.tries) {
    return refuse('gone', 'This code is no longer good: ask for a new one.')
  }
  if (ctx.credentials.codeDigits(sent.id) !== code) {
    await rows(em, sql`update code set tries = tries + 1 where id = ${sent.id}`)
    return refuse('invalid', 'This is not the code that was sent.', {
      fields: { code: 'is not the code that was sent' },
    })
  }
  await rows(em, sql`update code set used_at = now() where id = ${sent.id}`)
  await row(em, sql`select pg_advisory_xact_lock(hashtextextended(${account.contact}, 2))`)
  const proven = await rows(
    em,
    sql`update users set verified_at = now() where id = ${viewer.id} and not exists (
      select 1 from users other where other.verified_at is not null and ${account.contact} in (other.email, other.phone)
    ) returning id`,
  )
  if (proven.length === 0) return refuse('gone', 'This code is no longer good: ask for a new one.')
  const tokens = await moveStage(ctx, viewer, account.hasName ? 'photo' : 'profile')
  const users = account.hasName ? await viewUsers(ctx, [viewer.id]) : null
  return { tokens, user: users?.get(viewer.id) ?? null }
})
