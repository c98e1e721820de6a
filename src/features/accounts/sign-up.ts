import { streams } from '#contract'
import { invalid } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { row, rows, sql } from '#database/statement'
import { checkNewPassword } from '#domain/accounts/check-password'
import { checkReach } from '#domain/accounts/check-reach'
import { claimName } from '#domain/accounts/claim-name'
import { addressOf, givenSpelling, isEmail } from '#domain/accounts/contacts'
import { beginSession, tokensOf } from '#domain/accounts/issue-tokens'
import { sendCode } from '#domain/accounts/send-code'
import { skeletonOf } from '#domain/accounts/user-names'
import { searchText } from '#domain/users/search-text'

export const signUp = prepared('auth.signUp', {
  async prepare({ contact, username, password, fullName }, ctx) {
    const given = [username, password, fullName].filter(one => one !== undefined).length
    if (given !== 0 && given !== 3)
      throw invalid({ username: 'goes together with password and fullName, or comes later' })
    const address = addressOf(contact)
    await checkReach(ctx, address)
    if (password === undefined) return { address, passwordHash: null }
    checkNewPassword(password, { username, fullName, contact: address })
    return { address, passwordHash: await ctx.credentials.hashPassword(password) }
  },

  async handle({ contact, username, fullName = '' }, ctx, { address, passwordHash }) {
    if (username !== undefined) await claimName(ctx.em, username)
    const names =
      username === undefined
        ? { username: null, skeleton: null, search: '' }
        : {
            username: username.toLowerCase(),
            skeleton: skeletonOf(username),
            search: searchText(username, fullName),
          }
    const user = (await row<{ id: string }>(
      ctx.em,
      sql`insert into users (email, phone, username, skeleton, search, full_name, password_hash) values (
        ${isEmail(address) ? address : null}, ${isEmail(address) ? null : address}, ${names.username},
        ${names.skeleton}, ${names.search}, ${fullName}, ${passwordHash}) returning id`,
    )) as { id: string }
    // Heads are there from the start, so that telling never has to make one.
    await rows(ctx.em, sql`insert into log_head (user_id, stream) select ${user.id}, unnest(${[...streams]}::text[])`)
    const given = givenSpelling(contact, address)
    await sendCode(ctx, { userId: user.id, purpose: 'sign-up', contact: address, given })
    const session = await beginSession(ctx.em, user.id, ctx.from)
    return { tokens: tokensOf(session, 'code', ctx.credentials), user: null }
  },
})
