import { streams } from '#contract'
import { invalid } from '#core/pipeline/errors'
import { prepared } from '#core/pipeline/handler'
import { checkNewPassword } from '#domain/accounts/check-password'
import { checkReach } from '#domain/accounts/check-reach'
import { claimName } from '#domain/accounts/claim-name'
import { addressOf, contactColumn, givenSpelling } from '#domain/accounts/contacts'
import { beginSession, tokensOf } from '#domain/accounts/issue-tokens'
import { sendCode } from '#domain/accounts/send-code'
import { skeletonOf } from '#domain/accounts/user-names'
import { searchText } from '#domain/users/search-text'
import { LogHead, User } from '#entities'

export const signUp = prepared('auth.signUp', {
  async prepare({ contact, username, password, fullName }, ctx) {
    const given = [username, password, fullName].filter(value => value !== undefined).length
    if (given !== 0 && given !== 3)
      throw invalid({ username: 'goes together with password and fullName, or comes later' })
    const address = addressOf(contact)
    await checkReach(ctx, address)
    if (password === undefined) return { address, passwordHash: null }
    checkNewPassword(password, { username, fullName, contact: address })
    return { address, passwordHash: await ctx.credentials.hashPassword(password) }
  },

  async handle({ contact, username, fullName = '' }, ctx, { address, passwordHash }) {
    const { em } = ctx
    if (username !== undefined) await claimName(em, username)
    const names =
      username === undefined
        ? { username: null, skeleton: null, search: '' }
        : {
            username: username.toLowerCase(),
            skeleton: skeletonOf(username),
            search: searchText(username, fullName),
          }
    const userId = await em.insert(User, { [contactColumn(address)]: address, ...names, fullName, passwordHash })
    // Heads exist from the start, so that publishing never has to make one.
    await em.insertMany(
      LogHead,
      streams.map(stream => ({ userId, stream })),
    )
    const given = givenSpelling(contact, address)
    await sendCode(ctx, { userId, purpose: 'sign-up', contact: address, given })
    const session = await beginSession(em, userId, ctx.from)
    return { tokens: tokensOf(session, 'code', ctx.credentials), user: null }
  },
})
