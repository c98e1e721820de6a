import { notFound } from '#core/pipeline/errors'
import { plain } from '#core/pipeline/handler'
import { db } from '#database'
import { claimName, rename } from '#domain/accounts/claim-name'
import { acceptRequests } from '#domain/users/accept-requests'
import { searchText } from '#domain/users/search-text'
import { User } from '#entities'
import { viewAccount } from '#views/accounts'

const editable = ['username', 'fullName', 'bio', 'website', 'pronouns', 'isPrivate'] as const

export const updateProfile = plain('users.update', async function updateProfile(input, ctx) {
  const { em, viewer } = ctx
  // First, because it locks the account among those of the people who are accepted. A public one has no requests.
  if (input.isPrivate === false) await acceptRequests(ctx, viewer.id, null)
  const own = await db(em)
    .selectFrom('User')
    .select(editable)
    .where('id', '=', viewer.id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!own) throw notFound('account')
  const username = input.username?.toLowerCase() ?? own.username ?? ''
  const wanted = { ...own, ...input, username }
  if (username !== own.username) {
    await claimName(em, username, viewer.id)
    await rename(em, viewer.id, username)
  }
  if (editable.some(field => wanted[field] !== own[field])) {
    const { fullName, bio, website, pronouns, isPrivate } = wanted
    const search = searchText(username, fullName)
    await em.nativeUpdate(User, { id: viewer.id }, { fullName, bio, website, pronouns, isPrivate, search })
    ctx.publish('account.changed', { users: [viewer.id] }, { userId: viewer.id })
    // The hashtags of public posts are counted.
    if (isPrivate !== own.isPrivate) ctx.enqueue('account.settle', { userId: viewer.id })
    if (isPrivate && !own.isPrivate) ctx.invalidate({ kind: 'privacy', subjectId: viewer.id })
  }
  const account = await viewAccount(ctx, viewer.id)
  if (account === null) throw notFound('account')
  return account
})
