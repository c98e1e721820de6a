import { describe, expect, it } from 'vitest'
import type { CallOf, Conversation } from '#contract'
import { useApp } from '#support/app/use-app'
import { caughtUp, headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { makePrivate } from '#support/people/change-account'
import { anotherDevice, type Person, people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const between = async (one: Person, ...others: Person[]): Promise<Conversation> =>
  one.client.call('conversations.open', { usernames: others.map(other => other.name) })

overBothTransports('messages', transport => {
  it('reach every member and the sender’s other devices, once, and nobody else', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const phone = { id: ann.id, client: await anotherDevice(app, ann) }
    const heard = await Promise.all([ann, phone, bob, cy].map(one => hear(one.client, 'message.received')))
    const { id: conversationId } = await between(ann, bob)
    const sent = [
      await ann.client.call('messages.send', { conversationId, text: 'Tomorrow at six?' }),
      await bob.client.call('messages.send', { conversationId, text: 'At six.', replyToSeq: 1 }),
    ]
    expect(sent).toMatchObject([
      {
        seq: 1,
        kind: 'text',
        text: 'Tomorrow at six?',
        sender: { id: ann.id },
        media: null,
        post: null,
        replyToSeq: null,
      },
      { seq: 2, kind: 'text', sender: { id: bob.id }, replyToSeq: 1 },
    ])
    await caughtUp(app, [ann, phone, bob, cy], 'messages')
    const received = heard.map(list => list.map(one => one.payload.message))
    expect(received).toEqual([sent, sent, sent, []])
    expect(await headOf(app, cy.id, 'messages')).toBe(0)
  })

  it('do not exist for outsiders in any operation', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: conversationId } = await between(ann, bob)
    await ann.client.call('messages.send', { conversationId, text: 'Between us' })
    const { client } = cy
    for (const call of [
      () => client.call('conversations.get', { conversationId }),
      () => client.call('messages.send', { conversationId, text: 'Me too' }),
      () => client.call('messages.list', { conversationId }),
      () => client.call('messages.read', { conversationId, seq: 1 }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'not_found' })
    }
    expect((await client.call('conversations.list', {})).items).toEqual([])
    const { entries, head } = await client.call('log.since', { stream: 'messages', seq: 0 })
    expect([entries, head]).toEqual([[], 0])
    const { items } = await ann.client.call('messages.list', { conversationId })
    expect(items).toHaveLength(1)
  })

  it('of three senders at once get numbers without gaps, in one order for everybody', async () => {
    const three = await people(app, ['ann', 'bob', 'cy'], transport)
    const [ann, bob, cy] = three
    const heard = await Promise.all(three.map(one => hear(one.client, 'message.received')))
    const { id: conversationId } = await between(ann, bob, cy)
    const sent = await Promise.all(
      three.map(async ({ client, name }) => {
        const seqs: number[] = []
        for (let i = 0; i < 20; i += 1) {
          const { seq } = await client.call('messages.send', { conversationId, text: `${name} ${i}` })
          seqs.push(seq)
        }
        return seqs
      }),
    )
    const numbers = Array.from({ length: 60 }, (_, i) => i + 1)
    expect(sent.flat().sort((a, b) => a - b)).toEqual(numbers)
    // What was answered before another was sent stands before it.
    for (const seqs of sent) expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
    await caughtUp(app, three, 'messages')
    const { items } = await ann.client.call('messages.list', { conversationId, afterSeq: 0, limit: 100 })
    expect(items.map(message => message.seq)).toEqual(numbers)
    for (const list of heard) expect(list.map(one => one.payload.message)).toEqual(items)
  })

  it('are listed newest first, before a number, or after a number', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: conversationId } = await between(ann, bob)
    for (let i = 1; i <= 5; i += 1) await ann.client.call('messages.send', { conversationId, text: String(i) })
    const list = async (input: Omit<CallOf<'messages.list'>, 'conversationId'>) => {
      const { items, nextCursor } = await bob.client.call('messages.list', { conversationId, ...input })
      return [items.map(message => message.seq), nextCursor]
    }
    expect(await list({})).toEqual([[5, 4, 3, 2, 1], null])
    expect(await list({ limit: 2 })).toEqual([[5, 4], '4'])
    expect(await list({ beforeSeq: 4, limit: 2 })).toEqual([[3, 2], '2'])
    expect(await list({ afterSeq: 2, limit: 2 })).toEqual([[3, 4], '4'])
    expect(await list({ afterSeq: 5 })).toEqual([[], null])
    // The cursor that came goes on, as a cursor or in place of the number.
    expect(await list({ beforeSeq: '4', limit: 2 })).toEqual([[3, 2], '2'])
    expect(await list({ cursor: '4', limit: 2 })).toEqual([[3, 2], '2'])
    expect(await list({ beforeSeq: 5, cursor: '4', limit: 2 })).toEqual([[3, 2], '2'])
    expect(await list({ afterSeq: '2', limit: 2 })).toEqual([[3, 4], '4'])
    expect(await list({ afterSeq: 2, cursor: '4', limit: 2 })).toEqual([[5], null])
    expect(await list({ afterSeq: '0', limit: 1 })).toEqual([[1], '1'])
    for (const bad of ['x', '', '-1', '1.5', '1e3', ' 1', '9'.repeat(16), `1767225600000_${conversationId}`])
      for (const field of ['cursor', 'beforeSeq', 'afterSeq'])
        await expect(list({ [field]: bad }), `${field} ${bad}`).rejects.toMatchObject({
          fields: { [field]: expect.any(String) },
        })
  })

  it('need a content, and can reply only to existing messages', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: conversationId } = await between(ann, bob)
    const send = (input: object) => ann.client.call('messages.send', { conversationId, ...input })
    await expect(send({ text: ' ' })).rejects.toMatchObject({ code: 'invalid', fields: { text: expect.any(String) } })
    await expect(send({})).rejects.toMatchObject({ code: 'invalid' })
    await expect(send({ text: 'Yes', replyToSeq: 1 })).rejects.toMatchObject({
      code: 'invalid',
      fields: { replyToSeq: expect.any(String) },
    })
    const nothing = '01990a4e-7c00-7000-8000-000000000020'
    await expect(send({ postId: nothing })).rejects.toMatchObject({ code: 'not_found' })
    await expect(send({ mediaId: nothing })).rejects.toMatchObject({ code: 'not_found' })
    expect(await send({ text: 'Hello' })).toMatchObject({ seq: 1 })
  })
})

it('the messages of a socket to one conversation keep the order in which they were sent, without waiting for responses', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'], 'socket')
  const { id: conversationId } = await between(ann, bob)
  await ann.client.connect('messages')
  const texts = Array.from({ length: 30 }, (_, i) => `Line ${i}`)
  await Promise.all(texts.map(text => ann.client.call('messages.send', { conversationId, text })))
  const { items } = await bob.client.call('messages.list', { conversationId, afterSeq: 0, limit: 100 })
  expect(items.map(message => message.text)).toEqual(texts)
})

describe('a message', () => {
  it('can carry a photo of the sender, and of nobody else', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const { id: conversationId } = await between(ann, bob)
    const media = await uploadWhole(ann.client, await photo({ width: 60, height: 40 }), 'A lighthouse')
    await expect(bob.client.call('messages.send', { conversationId, mediaId: media.id })).rejects.toMatchObject({
      code: 'not_found',
    })
    const sent = await ann.client.call('messages.send', { conversationId, mediaId: media.id })
    expect(sent).toMatchObject({
      kind: 'image',
      text: '',
      media: { id: media.id, status: 'ready', altText: 'A lighthouse' },
    })
    const { items } = await bob.client.call('messages.list', { conversationId })
    expect(items).toEqual([sent])
    const url = items[0]?.media?.image?.variants[0]?.url ?? ''
    expect((await fetch(`http://127.0.0.1:${app.port}${url}`)).status).toBe(200)
  })

  it('cannot carry a photo that is not ready', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const { id: conversationId } = await between(ann, bob)
    const { id: mediaId } = await ann.client.upload(fileOf(Buffer.from((await photo({})).subarray(0, 4000))))
    await expect(ann.client.call('messages.send', { conversationId, mediaId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('can carry a post, shown only to members who may see it', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
    await bob.client.call('users.follow', { username: ann.name })
    await makePrivate(app, ann)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'For friends' })
    const { id: conversationId } = await between(ann, bob, cy)
    const heard = await Promise.all([bob, cy].map(one => hear(one.client, 'message.received')))
    const sent = await bob.client.call('messages.send', { conversationId, postId })
    expect(sent).toMatchObject({ kind: 'post', post: { id: postId, caption: 'For friends' } })
    await caughtUp(app, [bob, cy], 'messages')
    expect(heard.map(list => list[0]?.payload.message.post?.id ?? null)).toEqual([postId, null])
    const list = await cy.client.call('messages.list', { conversationId })
    expect(list.items).toMatchObject([{ kind: 'post', post: null }])
    expect(await cy.client.call('conversations.get', { conversationId })).toMatchObject({ lastMessage: { post: null } })
    const { entries } = await cy.client.call('log.since', { stream: 'messages', seq: 0 })
    expect(JSON.stringify(entries)).not.toContain('For friends')
    // Nor can somebody pass on what they may not see.
    await expect(cy.client.call('messages.send', { conversationId, postId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
