import { visibleUserIds } from '#access/users'
import type { WriteContext } from '#core/pipeline/context'
import { ApiError, invalid, notFound } from '#core/pipeline/errors'
import { openDirect } from '#domain/conversations/open-direct'
import { closedPairs } from '#domain/conversations/require-may-message'
import { areOpen, areShareable } from '#domain/posts/check-shares'

/** A post that a viewer shares with conversations and users. */
export type Share = {
  viewerId: string
  postId: string
  conversationIds: readonly string[]
  usernames: readonly string[]
}
/** Where it goes, and the field of the input that says so. */
export type Target = { conversationId: string; field: string }

/**
 * Of each share the conversations that it goes to, each once, or why it goes nowhere. Direct conversations that are not there
 * yet are made, but none for a share with an error.
 */
export async function findTargets(ctx: WriteContext, shares: readonly Share[]): Promise<(Target[] | ApiError)[]> {
  const errors = new Map<number, ApiError>()
  const fail = (i: number, error: ApiError) => void (errors.has(i) || errors.set(i, error))
  await checkPosts(ctx, shares, fail)
  await checkConversations(ctx, shares, fail)
  const people = (await findPeople(ctx, shares, fail)).filter(({ share }) => !errors.has(share))
  const opened = await openDirect(
    ctx,
    people.map(({ pair }) => pair),
  )
  const direct = Map.groupBy(people.keys(), i => people[i]?.share)
  return shares.map(({ conversationIds }, share) => {
    const targets = [
      ...conversationIds.map((conversationId, i): Target => ({ conversationId, field: `conversationIds.${i}` })),
      ...(direct.get(share) ?? []).map(
        (i): Target => ({ conversationId: opened[i] ?? '', field: people[i]?.field ?? '' }),
      ),
    ]
    return errors.get(share) ?? [...new Map(targets.map(target => [target.conversationId, target])).values()]
  })
}

type Fail = (share: number, error: ApiError) => void

async function checkPosts({ em }: WriteContext, shares: readonly Share[], fail: Fail) {
  const shareable = await areShareable(
    em,
    shares.map(({ viewerId, postId }) => ({ viewerId, id: postId })),
  )
  for (const [share, ok] of shareable.entries()) if (!ok) fail(share, notFound('post'))
}

async function checkConversations({ em }: WriteContext, shares: readonly Share[], fail: Fail) {
  const named = shares.flatMap(({ viewerId, conversationIds }, share) =>
    conversationIds.map((id, i) => ({ share, viewerId, id, field: `conversationIds.${i}` })),
  )
  if (named.length === 0) return
  const open = await areOpen(em, named)
  for (const [i, { share, field }] of named.entries()) if (!open[i]) fail(share, notThere('Conversation', field))
}

async function findPeople({ em }: WriteContext, shares: readonly Share[], fail: Fail) {
  const named = shares.flatMap(({ viewerId, usernames }, share) =>
    usernames.map((username, i) => ({ share, viewerId, username, field: `usernames.${i}` })),
  )
  if (named.length === 0) return []
  const ids = await visibleUserIds(em, named)
  const people = named.flatMap(({ share, viewerId, username, field }, i) => {
    const otherId = ids[i] ?? null
    if (otherId === null) fail(share, notThere(`User ${username}`, field))
    else if (otherId === viewerId) fail(share, invalid({ [field]: 'is your own' }))
    else return [{ share, field, username, pair: { userId: viewerId, otherId } }]
    return []
  })
  const closed = await closedPairs(
    { em },
    people.map(({ pair }) => pair),
  )
  for (const [i, { share, field, username }] of people.entries()) {
    const fields = { [field]: 'has limited who may message them' }
    if (closed.has(i))
      fail(share, new ApiError('forbidden', `${username} has limited who may message them.`, { fields }))
  }
  return people
}

const notThere = (what: string, field: string) =>
  new ApiError('not_found', `${what} not found.`, { fields: { [field]: 'is not found' } })
