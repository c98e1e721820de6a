import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { expectExactCounts } from '#support/database/exact-counts'
import { caughtUp } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { crowd } from '#support/people/crowd'
import { clientOf, type Person, people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const between = async (one: Person, ...others: Person[]) =>
  (
    await one.client.call('conversations.open', {
      usernames: others.map(other => other.name),
      title: others[1] ? 'Us' : '',
    })
  ).id

const messagesOf = async (one: Person, conversationId: string) =>
  (await one.client.call('messages.list', { conversationId })).items

overBothTransports('sharing a post', transport => {
  it('sends it as a message to conversations and users, each once, and counts each', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    const { id: postId } = await dan.client.call('posts.create', { caption: 'Look' })
    const group = await between(ann, bob, cy)
    const direct = await between(ann, bob)
    const heard = await hear(cy.client, 'message.received')
    const input = {
      postId,
      conversationIds: [group, direct],
      usernames: [bob.name, cy.name],
      text: 'You must see this',
      idempotencyKey: crypto.randomUUID(),
    }
    const shared = await ann.client.call('posts.share', input)
    expect(shared.counts).toEqual({ likes: 0, comments: 0, shares: 3 })
    const made = { kind: 'post', seq: 1, text: 'You must see this', post: { id: postId }, sender: { id: ann.id } }
    expect(shared.messages).toMatchObject([made, made, made])
    expect(shared.messages.slice(0, 2).map(message => message.conversationId)).toEqual([group, direct])
    // The same key sends nothing more.
    const again = await ann.client.call('posts.share', input)
    expect(again.messages.map(message => message.id)).toEqual(shared.messages.map(message => message.id))
    await caughtUp(app, [cy], 'messages')
    expect(heard.map(({ payload }) => payload.message.conversationId).sort()).toEqual(
      [group, shared.messages[2]?.conversationId].sort(),
    )
    expect((await dan.client.call('posts.get', { postId })).counts.shares).toBe(3)
    await bob.client.call('messages.send', { conversationId: direct, postId })
    expect((await dan.client.call('posts.get', { postId })).counts.shares).toBe(4)
    await expectExactCounts(app)
  })

  it('sends nothing at all where one of the recipients cannot be reached, and names the field', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Mine' })
    const direct = await between(ann, bob)
    const theirs = await between(bob, cy)
    await dan.client.call('users.block', { username: ann.name })
    const failing = async (input: { conversationIds?: string[]; usernames?: string[] }) => {
      const error = await ann.client.call('posts.share', { postId, ...input }).catch(failure => failure)
      return [error.code, Object.keys(error.fields ?? {})]
    }
    expect(await failing({ conversationIds: [direct, theirs] })).toEqual(['not_found', ['conversationIds.1']])
    expect(await failing({ conversationIds: [direct], usernames: [dan.name] })).toEqual(['not_found', ['usernames.0']])
    expect(await failing({ conversationIds: [direct], usernames: [ann.name] })).toEqual(['invalid', ['usernames.0']])
    await cy.client.call('users.setSettings', { whoMayMessage: 'nobody' })
    expect(await failing({ usernames: [bob.name, cy.name] })).toEqual(['forbidden', ['usernames.1']])
    expect(await failing({})).toEqual(['invalid', ['usernames']])
    expect(await failing({ conversationIds: Array(21).fill(direct) })).toEqual(['invalid', ['conversationIds']])
    expect(await messagesOf(bob, direct)).toEqual([])
    expect((await ann.client.call('posts.get', { postId })).counts.shares).toBe(0)
    await expect(clientOf(app).call('posts.share', { postId, usernames: [bob.name] })).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })

  it('shows each reader the post as they may see it, now', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    await dan.client.call('users.update', { isPrivate: true })
    for (const { client, name } of [ann, bob]) {
      await client.call('users.follow', { username: dan.name })
      await dan.client.call('users.acceptRequest', { username: name })
    }
    const { id: postId } = await dan.client.call('posts.create', { caption: 'For followers' })
    const group = await between(ann, bob, cy)
    await ann.client.call('posts.share', { postId, conversationIds: [group] })
    const seen = async (one: Person) => (await messagesOf(one, group)).map(({ kind, post }) => [kind, post?.id ?? null])
    expect(await seen(bob)).toEqual([['post', postId]])
    expect(await seen(cy)).toEqual([['post', null]])
    await expect(cy.client.call('posts.share', { postId, conversationIds: [group] })).rejects.toMatchObject({
      code: 'not_found',
    })
    await dan.client.call('posts.delete', { postId })
    expect(await seen(bob)).toEqual([['post', null]])
  })
})

describe('the count of shares', () => {
  it('is exact while many share, send and repost a post at once', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Everybody’s' })
    const conversationId = await between(ann, bob)
    const members = await crowd(app, 30)
    const from = { ip: '127.0.0.1', userAgent: '', connectionId: null }
    // As clients do, again where a busy database says so.
    const call = async (member: (typeof members)[number], name: 'posts.share' | 'posts.create', input: object) => {
      for (;;) {
        const error = await app.run(name, input, { viewer: member.viewer, from }).then(
          () => null,
          failure => failure,
        )
        if (error === null) return
        expect(error).toMatchObject({ code: 'unavailable' })
      }
    }
    await Promise.all([
      ...members.map(member => call(member, 'posts.share', { postId, usernames: [bob.name, ann.name] })),
      ...members.map(member => call(member, 'posts.create', { sharedPostId: postId })),
      ...Array.from({ length: 20 }, () => ann.client.call('messages.send', { conversationId, postId })),
      ...Array.from({ length: 20 }, (_, i) => bob.client.call(i % 2 === 0 ? 'posts.like' : 'posts.unlike', { postId })),
    ])
    expect((await ann.client.call('posts.get', { postId })).counts.shares).toBe(30 * 2 + 30 + 20)
    await expectExactCounts(app)
  })

  it('reaches those who watch the post', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Watched' })
    const heard = await hear(ann.client, 'post.activity')
    await ann.client.call('posts.watch', { postId })
    await bob.client.call('posts.share', { postId, usernames: [ann.name] })
    await bob.client.call('posts.create', { sharedPostId: postId })
    await expect.poll(() => heard.at(-1)?.payload.counts.shares).toBe(2)
  })
})
