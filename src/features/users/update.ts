import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { row, rows, sql } from '#database/statement'
import { claimName, rename } from '#domain/accounts/claim-name'
import { acceptRequests } from '#domain/users/accept-requests'
import { searchText } from '#domain/users/search-text'
import { viewAccount } from '#views/accounts'

type Own = {
  username: string
  fullName: string
  bio: string
  website: string
  pronouns: string
  isPrivate: boolean
}

export const updateProfile = plain('users.update', async (input, ctx) => {
  const { em, viewer } = ctx
  // First, because it locks the account among those of the people who are accepted. A public one has no requests.
  if (input.isPrivate === false) await acceptRequests(ctx, viewer.id, null)
  const own = await row<Own>(
    em,
    sql`select username, full_name as "fullName", bio, website, pronouns, is_private as "isPrivate"
      from users where id = ${viewer.id} for no key update`,
  )
  if (own === null) throw notFound('account')
  const wanted: Own = { ...own, ...input, username: input.username?.toLowerCase() ?? own.username }
  if (wanted.username !== own.username) {
    await claimName(em, wanted.username, viewer.id)
    await rename(em, viewer.id, wanted.username)
  }
  if (Object.entries(own).some(([field, value]) => wanted[field as keyof Own] !== value)) {
    await rows(
      em,
      sql`update users set full_name = ${wanted.fullName}, bio = ${wanted.bio}, website = ${wanted.website}, pronouns = ${wanted.pronouns},
        is_private = ${wanted.isPrivate}, search = ${searchText(wanted.username, wanted.fullName)} where id = ${viewer.id}`,
    )
    ctx.publish('account.changed', { users: [viewer.id] }, { userId: viewer.id })
    if (wanted.isPrivate && !own.isPrivate) ctx.invalidate({ kind: 'privacy', subjectId: viewer.id })
  }
  const account = await viewAccount(ctx, viewer.id)
  if (account === null) throw notFound('account')
  return account
})
