import { skeletonOf } from '#access/people'
import { claimName } from '#changes/claim-name'
import { beginSession, tokensOf } from '#changes/issue-tokens'
import { isEmail, sendCode } from '#changes/send-code'
import { streams } from '#contract'
import { prepared } from '#core/handler'
import { invalid } from '#core/refusal'
import { row, rows, sql } from '#entities/query'

export const signUp = prepared('auth.signUp', {
  async prepare({ username, password, fullName }, { credentials }) {
    const given = [username, password, fullName].filter(one => one !== undefined).length
    if (given !== 0 && given !== 3)
      throw invalid({ username: 'goes together with password and fullName, or comes later' })
    return password === undefined ? null : credentials.hashPassword(password)
  },

  async handle({ contact, username, fullName = '' }, ctx, passwordHash) {
    const address = isEmail(contact) ? contact.toLowerCase() : contact
    if (username !== undefined) await claimName(ctx.em, username)
    const user = (await row<{ id: string }>(
      ctx.em,
      sql`insert into users (email, phone, username, skeleton, full_name, password_hash) values (
        ${isEmail(contact) ? address : null}, ${isEmail(contact) ? null : address}, ${username?.toLowerCase() ?? null},
        ${username === undefined ? null : skeletonOf(username)}, ${fullName}, ${passwordHash}) returning id`,
    )) as { id: string }
    // Heads are there from the start, so that telling never has to make one.
    await rows(ctx.em, sql`insert into log_head (user_id, stream) select ${user.id}, unnest(${[...streams]}::text[])`)
    await sendCode(ctx, user.id, address)
    const session = await beginSession(ctx.em, user.id, ctx.from)
    return { tokens: tokensOf(session, 'code', ctx.credentials), user: null }
  },
})
