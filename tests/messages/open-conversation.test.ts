import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { caughtUp } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('conversations', transport => {
  it('are one per pair, even when both open it at once and often', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const opened = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        i % 2 === 0
          ? ann.client.call('conversations.open', { usernames: [bob.name] })
          : bob.client.call('conversations.open', { usernames: [ann.name, bob.name] }),
      ),
    )
    expect(new Set(opened.map(one => one.id)).size).toBe(1)
    expect(opened[0]).toMatchObject({ kind: 'direct', title: '', headSeq: 0, unread: 0, lastMessage: null })
    expect(opened[0]?.members.map(member => member.user.username).sort()).toEqual([ann.name, bob.name])
    expect(await app.query('select 1 from member where user_id = ?', [ann.id])).toHaveLength(1)
  })

  it('with several people, or a title, are a new group each time', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const usernames = [bob.name, cy.name]
    const group = await ann.client.call('conversations.open', { usernames, title: 'Harbour' })
    expect(group).toMatchObject({ kind: 'group', title: 'Harbour' })
    expect(Object.fromEntries(group.members.map(member => [member.user.username, member.role]))).toEqual({
      [ann.name]: 'admin',
      [bob.name]: 'member',
      [cy.name]: 'member',
    })
    expect((await ann.client.call('conversations.open', { usernames })).id).not.toBe(group.id)
    expect(await cy.client.call('conversations.get', { conversationId: group.id })).toEqual(group)
  })

  it('are rejected with nobody, with only oneself, and with unknown users', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const open = (...usernames: string[]) => ann.client.call('conversations.open', { usernames })
    await expect(open()).rejects.toMatchObject({ code: 'invalid' })
    await expect(open(ann.name)).rejects.toMatchObject({ code: 'invalid' })
    await expect(open(bob.name, 'nobody.at.all')).rejects.toMatchObject({ code: 'not_found' })
    expect(await app.query('select 1 from member where user_id = ?', [ann.id])).toEqual([])
  })

  it('are listed once they have a message, the most recent first', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    const listed = async () => {
      const { items } = await bob.client.call('conversations.list', {})
      return items.map(one => [one.lastMessage?.text, one.unread, one.headSeq])
    }
    const write = async (from: typeof ann, text: string) => {
      const { id: conversationId } = await from.client.call('conversations.open', { usernames: [bob.name] })
      await from.client.call('messages.send', { conversationId, text })
    }
    await dan.client.call('conversations.open', { usernames: [bob.name] })
    expect(await listed()).toEqual([])
    await write(ann, 'One')
    await write(cy, 'Two')
    expect(await listed()).toEqual([
      ['Two', 1, 1],
      ['One', 1, 1],
    ])
    await write(ann, 'Three')
    expect(await listed()).toEqual([
      ['Three', 2, 2],
      ['Two', 1, 1],
    ])
  })

  it('are announced to the members of a new group and to the user who opens a direct one, and to nobody else', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const heard = await Promise.all([ann, bob, cy].map(one => hear(one.client, 'conversation.changed')))
    const direct = await ann.client.call('conversations.open', { usernames: [bob.name] })
    const group = await ann.client.call('conversations.open', { usernames: [bob.name], title: 'Harbour' })
    await caughtUp(app, [ann, bob, cy], 'messages')
    const told = heard.map(list => list.map(one => one.payload.conversation.id))
    expect(told).toEqual([[direct.id, group.id], [group.id], []])
  })
})
