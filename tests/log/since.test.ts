import { expect, it } from 'vitest'
import { type Stream, streams } from '#contract'
import { useApp } from '#support/app/use-app'
import { caughtUp, headOf } from '#support/events/caught-up'
import { forgetLog } from '#support/events/forget-log'
import { hear } from '#support/events/hear'
import { type Person, people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
const send = async ({ client }: Person, conversationId: string, count: number) => {
  for (let i = 0; i < count; i += 1) await client.call('messages.send', { conversationId, text: `Line ${i}` })
}

overBothTransports('log.since', transport => {
  const since = ({ client }: Person, stream: Stream, seq: number, limit?: number) =>
    client.call('log.since', { stream, seq, ...(limit !== undefined && { limit }) })

  it('returns what follows a number, without gaps, page by page', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    expect(await since(bob, 'messages', 0)).toEqual({ entries: [], head: 0, reset: false })
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    await send(ann, conversationId, 7)
    const all = await since(bob, 'messages', 0)
    expect(all).toMatchObject({ head: 7, reset: false })
    expect(all.entries.map(entry => entry.seq)).toEqual(numbers(1, 7))
    const { items } = await bob.client.call('messages.list', { conversationId, afterSeq: 0 })
    expect(all.entries.map(entry => entry.payload)).toEqual(items.map(message => ({ message })))
    expect(new Set(all.entries.map(entry => entry.event))).toEqual(new Set(['message.received']))

    const first = await since(bob, 'messages', 0, 3)
    const second = await since(bob, 'messages', 3, 3)
    expect([...first.entries, ...second.entries]).toEqual(all.entries.slice(0, 6))
    expect(await since(bob, 'messages', 7)).toEqual({ entries: [], head: 7, reset: false })
  })

  it('has a separate log per user and stream', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await bob.client.call('users.follow', { username: ann.name })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    await bob.client.call('posts.like', { postId })
    const events = async (one: Person) =>
      Promise.all(
        streams.map(async stream => (await since(one, stream, 0)).entries.map(({ seq, event }) => [seq, event])),
      )
    expect(await events(ann)).toEqual([
      [],
      [
        [1, 'notification.created'],
        [2, 'notification.created'],
      ],
      [],
    ])
    expect(await events(bob)).toEqual([[], [], [[1, 'follow.changed']]])
  })

  it('returns void entries for what may no longer be seen, and skips no number', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Not for long' })
    await bob.client.call('posts.like', { postId })
    await bob.client.call('users.follow', { username: ann.name })
    await ann.client.call('posts.delete', { postId })
    const notified = await since(ann, 'notifications', 0)
    expect(notified.entries).toMatchObject([
      { seq: 1, event: 'log.void', payload: null },
      { seq: 2, event: 'notification.created', payload: { notification: { kind: 'follow' } } },
      // The like is published again, since the post is gone: its owner's number of unread notifications has moved.
      { seq: 3, event: 'log.void', payload: null },
    ])

    const usernames = [bob.name, cy.name]
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames })
    await send(ann, conversationId, 2)
    await app.query('delete from member where conversation_id = ? and user_id = ?', [conversationId, cy.id])
    await send(ann, conversationId, 1)
    const left = await since(cy, 'messages', 0)
    expect(left).toMatchObject({ head: 3, reset: false })
    expect(left.entries.map(({ seq, event, payload }) => [seq, event, payload])).toEqual(
      numbers(1, 3).map(seq => [seq, 'log.void', null]),
    )
    expect((await since(bob, 'messages', 0)).entries.map(entry => entry.event)).not.toContain('log.void')
  })

  it('resets a client that is behind what is kept or ahead of the head', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    await send(ann, conversationId, 5)
    await forgetLog(app, bob, 'messages', 3)
    expect(await since(bob, 'messages', 2)).toEqual({ entries: [], head: 5, reset: true })
    expect((await since(bob, 'messages', 3)).entries.map(entry => entry.seq)).toEqual([4, 5])
    expect(await since(bob, 'messages', 6)).toEqual({ entries: [], head: 5, reset: true })
  })

  it('rejects impossible numbers and streams', async () => {
    const [ann] = await people(app, ['ann'], transport)
    for (const input of [{ seq: -1 }, { seq: 1.5 }, { seq: 0, limit: 0 }, { seq: 0, limit: 501 }]) {
      const call = ann.client.call('log.since', { stream: 'messages', ...input })
      await expect(call).rejects.toMatchObject({ code: 'invalid' })
    }
    const wrong = ann.client.call('log.since', { stream: 'feed' as Stream, seq: 0 })
    await expect(wrong).rejects.toMatchObject({ code: transport === 'http' ? 'invalid' : 'not_found' })
  })
})

it('a client that was offline gets exactly what it missed, once and in order', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const heard = await hear(bob.client, 'message.received', 'notification.created', 'conversation.marks')
  await send(ann, conversationId, 3)
  await caughtUp(app, [bob], 'messages')
  bob.client.close()

  await send(ann, conversationId, 120)
  await ann.client.call('users.follow', { username: bob.name })
  await bob.client.call('messages.read', { conversationId, seq: 2 }, { transport: 'http' })
  expect(heard).toHaveLength(3)

  await bob.client.connect('messages', 'notifications')
  await send(ann, conversationId, 2)
  await caughtUp(app, [bob], 'messages')
  await caughtUp(app, [bob], 'notifications')
  const inMessages = heard.filter(one => one.event !== 'notification.created')
  expect(inMessages.map(one => one.meta?.seq)).toEqual(numbers(1, 126))
  expect(inMessages.map(one => one.event).indexOf('conversation.marks')).toBe(123)
  const seqs = heard.flatMap(one => (one.event === 'message.received' ? [one.payload.message.seq] : []))
  expect(seqs).toEqual(numbers(1, 125))
  expect(heard.filter(one => one.event === 'notification.created')).toHaveLength(1)
})

it('a client that was offline too long is told to load again, and continues from there', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const heard = await hear(bob.client, 'message.received')
  await send(ann, conversationId, 2)
  await caughtUp(app, [bob], 'messages')
  bob.client.close()
  await send(ann, conversationId, 4)
  await forgetLog(app, bob, 'messages', 4)

  const reset = new Promise(resolve => bob.client.on('reset', resolve))
  await bob.client.connect('messages')
  expect(await reset).toEqual({ stream: 'messages', head: await headOf(app, bob.id, 'messages') })
  await send(ann, conversationId, 1)
  await caughtUp(app, [bob], 'messages')
  expect(heard.map(one => one.payload.message.seq)).toEqual([1, 2, 7])
})
