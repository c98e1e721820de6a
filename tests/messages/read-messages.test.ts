import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { caughtUp } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { nextEvent } from '#support/events/next-event'
import { anotherDevice, type Person, people } from '#support/people/people'
import { insertMessages } from '#support/posts/insert-rows'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const conversationOf = async (ann: Person, others: Person[], texts: string[]) => {
  const usernames = others.map(other => other.name)
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames })
  for (const text of texts) await ann.client.call('messages.send', { conversationId, text })
  return conversationId
}

overBothTransports('reading', transport => {
  it('counts the messages of others after the mark', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const conversationId = await conversationOf(ann, [bob], ['One', 'Two', 'Three'])
    const unread = async ({ client }: Person) => (await client.call('conversations.get', { conversationId })).unread
    expect([await unread(ann), await unread(bob)]).toEqual([0, 3])
    expect(await bob.client.call('messages.read', { conversationId, seq: 2 })).toEqual({ readSeq: 2, unread: 1 })
    expect(await unread(bob)).toBe(1)
    expect((await bob.client.call('conversations.list', {})).items).toMatchObject([{ unread: 1 }])
    // Sending a message marks the earlier ones as read.
    await bob.client.call('messages.send', { conversationId, text: 'Four' })
    expect([await unread(ann), await unread(bob)]).toEqual([1, 0])
  })

  it('counts ten thousand unread messages, however many there are', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const conversationId = await conversationOf(ann, [bob], ['One'])
    await insertMessages(app, conversationId, ann, 10_002)
    expect(await bob.client.call('messages.read', { conversationId, seq: 1 })).toEqual({ readSeq: 1, unread: 10_000 })
    expect((await bob.client.call('conversations.list', {})).items).toMatchObject([{ unread: 10_000 }])
    expect(await bob.client.call('messages.read', { conversationId, seq: 3 })).toEqual({ readSeq: 3, unread: 9999 })
  })

  it('never goes back, nor past the last message', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const conversationId = await conversationOf(ann, [bob], ['One', 'Two', 'Three'])
    const read = (seq: number) => bob.client.call('messages.read', { conversationId, seq })
    expect(await read(2)).toEqual({ readSeq: 2, unread: 1 })
    expect(await read(1)).toEqual({ readSeq: 2, unread: 1 })
    expect(await read(9_000_000_000)).toEqual({ readSeq: 3, unread: 0 })
    await ann.client.call('messages.send', { conversationId, text: 'Four' })
    expect(await bob.client.call('conversations.get', { conversationId })).toMatchObject({ unread: 1 })
    await expect(read(-1)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('is sent to the reader’s devices durably, to the other members live, and to nobody else', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    const conversationId = await conversationOf(ann, [bob, cy], ['One', 'Two'])
    const phone = { id: bob.id, client: await anotherDevice(app, bob) }
    const heard = await Promise.all([ann, cy, bob, phone, dan].map(one => hear(one.client, 'conversation.marks')))
    const live = [ann, cy].map(one => nextEvent(one.client, 'conversation.marks'))
    await bob.client.call('messages.read', { conversationId, seq: 1 })
    await bob.client.call('messages.read', { conversationId, seq: 1 })
    const marks = { conversationId, userId: bob.id, readSeq: 1, deliveredSeq: 1 }
    expect(await Promise.all(live)).toEqual([marks, marks])
    await caughtUp(app, [bob, phone, dan], 'messages')
    const event = 'conversation.marks'
    const durable = { event, payload: marks, meta: { seq: expect.any(Number), at: expect.any(String) } }
    expect(heard).toEqual([[{ event, payload: marks }], [{ event, payload: marks }], [durable], [durable], []])
    const { members } = await cy.client.call('conversations.get', { conversationId })
    expect(members.find(member => member.user.id === bob.id)).toMatchObject({ readSeq: 1, deliveredSeq: 1 })
  })
})
