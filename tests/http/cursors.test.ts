import { beforeAll, describe, expect, it } from 'vitest'
import type { OperationName } from '#contract'
import { useApp } from '#support/app/use-app'
import { makeModerator } from '#support/people/change-account'
import { anotherDevice, type Person, people } from '#support/people/people'
import { contractOperations, type Json } from '#support/transports/contract-calls'
import { overBothTransports } from '#support/transports/transports'

type Page = { items: Json[]; nextCursor: string | null }

const app = useApp()
/** A user with two or more items in each list, and its input. */
let lists: Partial<Record<OperationName, [caller: Person, input: Json]>>

beforeAll(async () => {
  const [ann, bob, cy, pia, mo] = await people(app, ['ann', 'bob', 'cy', 'pia', 'mo'])
  const [dan, eve] = await people(app, ['dan', 'eve'])
  await makeModerator(app, mo)
  await anotherDevice(app, ann)
  const { call } = ann.client
  await pia.client.call('users.update', { isPrivate: true })
  const posts = [
    await call('posts.create', { caption: 'One #dawn' }),
    await call('posts.create', { caption: 'Two #dawn' }),
  ]
  const [{ id: postId = '' } = {}] = posts
  const { id: commentId } = await call('comments.create', { postId, text: 'First' })
  for (const { client, name } of [bob, cy]) {
    await client.call('users.follow', { username: ann.name })
    await client.call('users.follow', { username: pia.name })
    await call('users.follow', { username: name })
    await client.call('posts.like', { postId })
    await client.call('comments.create', { postId, text: name })
    await client.call('comments.create', { postId, text: name, parentId: commentId })
    await client.call('users.report', { kind: 'post', id: postId, reason: name === bob.name ? 'spam' : 'other' })
    await mo.client.call('moderation.suspend', { username: dan.name, reason: 'A test' })
    await mo.client.call('moderation.restore', { username: dan.name, reason: 'A test' })
  }
  for (const { id } of posts) {
    await call('posts.save', { postId: id })
    await call('posts.like', { postId: id })
    await app.query('insert into tagged_user (post_id, user_id) values (?, ?)', [id, bob.id])
  }
  for (const caption of ['Once #dawn', 'Twice #dawn']) await call('posts.edit', { postId, caption })
  for (const tag of ['dawn', 'dusk']) await call('hashtags.follow', { tag })
  const collections = [
    await call('collections.create', { title: 'A' }),
    await call('collections.create', { title: 'B' }),
  ]
  const [{ id: collectionId = '' } = {}] = collections
  for (const { id } of posts) await call('collections.add', { collectionId, postId: id })
  for (const username of [dan.name, eve.name]) {
    await call('users.block', { username })
    await bob.client.call('users.mute', { username })
  }
  const conversations = []
  for (const usernames of [[bob.name], [cy.name]]) conversations.push(await call('conversations.open', { usernames }))
  const conversationId = conversations[0]?.id ?? ''
  for (const { id } of conversations)
    for (const text of ['One', 'Two', 'Three']) await call('messages.send', { conversationId: id, text })
  // As if their photos were still processing.
  for (const caption of ['One', 'Two']) await eve.client.call('posts.create', { caption })
  await app.query(`update post set status = 'processing', published_at = null where author_id = ?`, [eve.id])
  const soon = new Date(Date.now() + 3_600_000).toISOString()
  for (const caption of ['One', 'Two']) {
    await cy.client.call('posts.create', { caption, draft: true })
    await cy.client.call('posts.create', { caption, publishAt: soon })
    const { id: archived } = await cy.client.call('posts.create', { caption })
    await cy.client.call('posts.archive', { postId: archived })
    const { id: deleted } = await cy.client.call('posts.create', { caption })
    await cy.client.call('posts.delete', { postId: deleted })
  }
  await call('posts.pin', { postId })
  lists = {
    'auth.sessions': [ann, {}],
    'users.posts': [bob, { username: ann.name }],
    'users.tagged': [cy, { username: bob.name }],
    'users.followers': [bob, { username: ann.name }],
    'users.following': [bob, { username: ann.name }],
    'users.followRequests': [pia, {}],
    'users.blocked': [ann, {}],
    'users.muted': [bob, {}],
    'posts.likers': [ann, { postId }],
    'posts.history': [bob, { postId }],
    'posts.liked': [ann, {}],
    'posts.saved': [ann, {}],
    'activity.mine': [ann, {}],
    'collections.list': [ann, {}],
    'collections.posts': [ann, { collectionId }],
    'posts.pending': [eve, {}],
    'posts.drafts': [cy, {}],
    'posts.scheduled': [cy, {}],
    'posts.archived': [cy, {}],
    'posts.deleted': [cy, {}],
    'comments.list': [ann, { postId }],
    'comments.replies': [ann, { commentId }],
    'feed.home': [ann, {}],
    'hashtags.posts': [ann, { tag: 'dawn' }],
    'hashtags.following': [ann, {}],
    'conversations.list': [ann, {}],
    'messages.list': [ann, { conversationId }],
    'notifications.list': [ann, {}],
    'reports.list': [mo, {}],
    'moderation.audit': [mo, {}],
  }
})

const listing = contractOperations.filter(([, { output }]) => 'nextCursor' in output.shape)
const paged = listing.filter(([, { input }]) => 'cursor' in input.shape)

overBothTransports('the cursor of a list', transport => {
  it.each(paged)('leads to its next page as it came: %s', async (name, { http, namespace }) => {
    const [caller, input] = lists[name as OperationName] ?? []
    if (!caller) throw new Error(`There is no list to try ${name} on.`)
    const list = (more: Json) => {
      const call = caller.client.call as (name: string, input: Json, how: object) => Promise<Page>
      return call(
        name,
        { ...input, limit: 1, ...more },
        { transport: namespace === null || http === null ? 'http' : transport },
      )
    }
    const seen: string[] = []
    for (let cursor: Json = {}; ; ) {
      const { items, nextCursor } = await list(cursor)
      seen.push(...items.map(item => JSON.stringify(item)))
      if (nextCursor === null) break
      cursor = { cursor: nextCursor }
    }
    expect(seen.length).toBeGreaterThan(1)
    expect(new Set(seen).size).toBe(seen.length)
    await expect(list({ cursor: 'next' })).rejects.toMatchObject({
      code: 'invalid',
      fields: { cursor: expect.any(String) },
    })
  })
})

describe('a list without a cursor', () => {
  it('has one page and no next cursor', async () => {
    const whole = listing.filter(([, { input }]) => !('cursor' in input.shape)).map(([name]) => name)
    expect(whole).toEqual(['users.suggested', 'users.search', 'hashtags.search'])
    const [ann] = lists['feed.home'] ?? []
    const answers = [
      await ann?.client.call('users.suggested', { limit: 1 }),
      await ann?.client.call('users.search', { q: 'a', limit: 1 }),
      await ann?.client.call('hashtags.search', { q: 'd', limit: 1 }),
    ]
    expect(answers.map(answer => answer?.nextCursor)).toEqual([null, null, null])
  })
})
