import type { Operation } from '#contract'
import { makeModerator } from '#support/people/change-account'
import { type Person, people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'
import type { Outside } from '#support/process/start-node'
import type { Json } from '#support/transports/contract-calls'

/** People and things that operations may be called on. What `mo` does to others' things, is done to things made for it. */
export type World = { ann: Person; bob: Person; mo: Person; things: Json; spare: Json }

export async function makeWorld(app: Outside): Promise<World> {
  const [ann, bob, cy, mo] = await people(app, ['ann', 'bob', 'cy', 'mo'])
  await makeModerator(app, mo)
  const [things, spare] = await Promise.all([thingsOf(ann, bob), thingsOf(cy, ann)])
  const { items } = await bob.client.call('auth.sessions', {})
  return { ann, bob, mo, things: { ...things, sessionId: items[0]?.id }, spare: { ...spare, username: cy.name } }
}

/** What somebody has made, with somebody else to do things to. */
async function thingsOf({ client }: Person, other: Person) {
  const { id: postId } = await client.call('posts.create', { caption: 'Hello' })
  const { id: commentId } = await client.call('comments.create', { postId, text: 'Hello' })
  const { id: collectionId } = await client.call('collections.create', { title: 'Towers' })
  const { jobId } = await client.call('activity.clear', { kind: 'follow' })
  const { id: conversationId } = await client.call('conversations.open', { usernames: [other.name] })
  const report = { kind: 'comment', id: commentId, reason: 'spam' } as const
  const { id: mediaId } = await client.upload(fileOf(await photo()), {})
  const { id: reportId } = await other.client.call('users.report', report)
  return {
    postId,
    commentId,
    parentId: commentId,
    collectionId,
    jobId,
    conversationId,
    mediaId,
    reportId,
    username: other.name,
    usernames: [other.name],
  }
}

/** An input that would be taken: of real things, a new address each time, and no key of a call before. */
export function goodInput(name: string, { example }: Operation, { bob, things, spare }: World): Json {
  const { idempotencyKey: _, ...given } = structuredClone(example.input as Json)
  const refreshToken = bob.client.tokens?.refreshToken
  const known = { refreshToken, ...(isDestructive(name) ? spare : things) }
  const real = Object.entries(known).filter(([field]) => field in given)
  const fresh = 'contact' in given && { contact: `a${crypto.randomUUID()}@example.org` }
  return { ...given, ...Object.fromEntries(real), ...fresh, ...(name === 'users.report' && { id: things.commentId }) }
}

/** Who may call it. A sign-out ends the session of its caller. */
export function callerOf(name: string, { access }: Operation, { ann, bob, mo }: World): Person {
  if (access === 'moderator') return mo
  return name.startsWith('auth.') ? bob : ann
}

const isDestructive = (name: string) => /^(moderation|reports)\.|lock$|mute$/.test(name)
