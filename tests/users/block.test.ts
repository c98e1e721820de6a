import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { caughtUp, headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { makePrivate, suspend } from '#support/people/change-account'
import { crowd, inside } from '#support/people/crowd'
import { anotherDevice, type Person, people } from '#support/people/people'
import { allPages } from '#support/transports/all-pages'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const block = ({ client }: Person, { name }: Person) => client.call('users.block', { username: name })
const unblock = ({ client }: Person, { name }: Person) => client.call('users.unblock', { username: name })
const follow = ({ client }: Person, { name }: Person) => client.call('users.follow', { username: name })
const post = async ({ client }: Person, caption = 'Hello') => (await client.call('posts.create', { caption })).id
const comment = async ({ client }: Person, postId: string, text: string, parentId?: string) =>
  (await client.call('comments.create', { postId, text, ...(parentId && { parentId }) })).id
const notFound = { code: 'not_found' }

overBothTransports('blocking', transport => {
  it('hides each from the other, and from nobody else', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const posts = { ann: await post(ann), bob: await post(bob), cy: await post(cy) }
    await follow(cy, ann)
    await bob.client.call('posts.save', { postId: posts.ann })
    for (const one of [ann, bob]) await one.client.call('posts.like', { postId: posts.cy })
    await block(ann, bob)
    for (const [one, other, postId] of [
      [ann, bob, posts.bob],
      [bob, ann, posts.ann],
    ] as const) {
      const { client } = one
      const username = other.name
      for (const name of ['users.get', 'users.posts', 'users.follow', 'users.mute'] as const) {
        await expect(client.call(name, { username }), name).rejects.toMatchObject(notFound)
      }
      for (const name of ['posts.get', 'posts.like', 'posts.unlike', 'posts.save', 'posts.likers'] as const) {
        await expect(client.call(name, { postId }), name).rejects.toMatchObject(notFound)
      }
      await expect(client.call('comments.create', { postId, text: 'Hm' })).rejects.toMatchObject(notFound)
      await expect(client.call('conversations.open', { usernames: [username] })).rejects.toMatchObject(notFound)
      const lists = await Promise.all([
        client.call('users.suggested', { limit: 100 }),
        client.call('posts.likers', { postId: posts.cy }),
        client.call('posts.saved', {}),
        client.call('feed.home', {}),
      ])
      expect(JSON.stringify(lists)).not.toContain(other.id)
      // Counts stay counts.
      expect((await client.call('posts.get', { postId: posts.cy })).counts.likes).toBe(2)
    }
    const likers = await cy.client.call('posts.likers', { postId: posts.cy })
    // Whom cy follows comes first.
    expect(likers.items.map(user => user.id)).toEqual([ann.id, bob.id])
    expect(await cy.client.call('users.get', { username: ann.name })).toMatchObject({ id: ann.id })
  })

  it('ends follows and requests between both with exact counts, and empties their feeds', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    await post(ann)
    await makePrivate(app, bob)
    await follow(ann, bob)
    await follow(bob, ann)
    await follow(cy, ann)
    await until(
      () => bob.client.call('feed.home', {}),
      feed => feed.items.length === 1,
    )
    await block(ann, bob)
    expect((await ann.client.call('users.me', {})).counts).toMatchObject({ followers: 1, following: 0 })
    expect((await bob.client.call('users.me', {})).counts).toMatchObject({ followers: 0, following: 0 })
    expect(await app.query('select 1 from follow where follower_id = ? or followee_id = ?', [bob.id, bob.id])).toEqual(
      [],
    )
    expect(await app.query('select 1 from feed_entry where owner_id = ?', [bob.id])).toEqual([])
    await unblock(ann, bob)
    const profile = await bob.client.call('users.get', { username: ann.name })
    expect(profile.viewer).toEqual({ relation: 'none', followedBy: false, blocking: false, muting: false })
  })

  it('needs a visible user: not oneself, an unknown user or one who blocked first', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    await expect(block(ann, ann)).rejects.toMatchObject({ code: 'invalid' })
    await expect(block(ann, { ...bob, name: 'nobody.at.all' })).rejects.toMatchObject(notFound)
    await suspend(app, cy)
    await expect(block(ann, cy)).rejects.toMatchObject(notFound)
    expect(await block(ann, { ...bob, name: bob.name.toUpperCase() })).toEqual({})
    expect(await block(ann, bob)).toEqual({})
    await expect(block(bob, ann)).rejects.toMatchObject(notFound)
    await expect(unblock(bob, ann)).rejects.toMatchObject(notFound)
    expect(await app.query('select 1 from block where blocker_id in (?, ?)', [ann.id, bob.id])).toHaveLength(1)
  })

  it('is listed for the blocker alone, and is undone by name', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    for (const other of [bob, cy, dan]) await block(ann, other)
    const pages = await allPages(cursor => ann.client.call('users.blocked', { ...cursor, limit: 2 }))
    expect(pages.map(page => page.map(user => user.username))).toEqual([[dan.name, cy.name], [bob.name]])
    expect((await bob.client.call('users.blocked', {})).items).toEqual([])
    for (let i = 0; i < 2; i += 1) expect(await unblock(ann, cy)).toEqual({})
    expect((await ann.client.call('users.blocked', {})).items.map(user => user.id)).toEqual([dan.id, bob.id])
    expect(await cy.client.call('users.get', { username: ann.name })).toMatchObject({ id: ann.id })
    await expect(unblock(ann, { ...cy, name: 'nobody.at.all' })).rejects.toMatchObject(notFound)
  })

  it('hides comments of the other under posts of third users, threads and replies included', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const postId = await post(cy)
    const bobs = await comment(bob, postId, 'I began this')
    const under = await comment(cy, postId, 'In Bob’s thread', bobs)
    const cys = await comment(cy, postId, 'Another thread')
    const reply = await comment(bob, postId, 'Mine in it', cys)
    const answer = await comment(cy, postId, 'To Bob', reply)
    await block(ann, bob)

    const texts = (list: { items: { text: string }[] }) => list.items.map(one => one.text)
    const { client } = ann
    expect(texts(await client.call('comments.list', { postId }))).toEqual(['Another thread'])
    const replies = await client.call('comments.replies', { commentId: cys })
    expect(replies.items).toMatchObject([{ id: answer, text: 'To Bob', replyTo: null }])
    for (const commentId of [bobs, under, reply]) {
      await expect(client.call('comments.replies', { commentId })).rejects.toMatchObject(notFound)
      await expect(client.call('comments.delete', { commentId })).rejects.toMatchObject(notFound)
      const answering = client.call('comments.create', { postId, text: 'To whom?', parentId: commentId })
      await expect(answering).rejects.toMatchObject({ code: 'invalid', fields: { parentId: expect.any(String) } })
    }
    expect((await client.call('posts.get', { postId })).counts.comments).toBe(5)
    expect(texts(await bob.client.call('comments.list', { postId }))).toEqual(['Another thread', 'I began this'])
    expect(texts(await cy.client.call('comments.replies', { commentId: cys }))).toEqual(['Mine in it', 'To Bob'])
    await unblock(ann, bob)
    expect(texts(await client.call('comments.list', { postId }))).toEqual(['Another thread', 'I began this'])
  })

  it('still allows deleting comments of the other under one’s own post, and reporting the other', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const postId = await post(ann)
    const bobs = await comment(bob, postId, 'Unkind')
    await block(ann, bob)
    expect(await ann.client.call('comments.delete', { commentId: bobs })).toEqual({})
    expect((await ann.client.call('posts.get', { postId })).counts.comments).toBe(0)
    const reporting = { kind: 'user', id: bob.id, reason: 'harassment' } as const
    expect(await ann.client.call('users.report', reporting)).toMatchObject({ status: 'open' })
    await expect(bob.client.call('users.report', { ...reporting, id: ann.id })).rejects.toMatchObject(notFound)
  })

  it('hides the direct conversation from both until it is undone', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    await bob.client.call('messages.send', { conversationId, text: 'Hello' })
    await block(bob, ann)
    for (const { client } of [ann, bob]) {
      expect((await client.call('conversations.list', {})).items).toEqual([])
      const ways = [
        () => client.call('conversations.get', { conversationId }),
        () => client.call('messages.list', { conversationId }),
        () => client.call('messages.send', { conversationId, text: 'Are you there?' }),
        () => client.call('messages.read', { conversationId, seq: 1 }),
      ]
      for (const way of ways) await expect(way()).rejects.toMatchObject(notFound)
    }
    await unblock(bob, ann)
    expect((await ann.client.call('conversations.list', {})).items).toMatchObject([
      { id: conversationId, headSeq: 1, unread: 1, lastMessage: { text: 'Hello' } },
    ])
  })

  it('in a group hides each from the other in every operation, and neither from anybody else', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { id: conversationId } = await cy.client.call('conversations.open', { usernames: [ann.name, bob.name] })
    const say = ({ client }: Person, text: string) => client.call('messages.send', { conversationId, text })
    await say(bob, 'Before')
    await say(cy, 'Hello, both')
    await block(ann, bob)
    const [heardByAnn, heardByBob, heardByCy] = await Promise.all(
      [ann, bob, cy].map(one => hear(one.client, 'message.received', 'conversation.marks')),
    )
    const before = await headOf(app, ann.id, 'messages')
    await bob.client.call('messages.read', { conversationId, seq: 2 })
    await say(bob, 'Not for Ann')
    expect(await headOf(app, ann.id, 'messages')).toBe(before)

    const group = await ann.client.call('conversations.get', { conversationId })
    expect(group).toMatchObject({ headSeq: 3, unread: 1, lastMessage: { text: 'Hello, both' } })
    expect(group.members.map(member => member.user.id).sort()).toEqual([ann.id, cy.id].sort())
    const { items } = await ann.client.call('messages.list', { conversationId })
    expect(items.map(message => message.text)).toEqual(['Hello, both'])
    expect(await ann.client.call('messages.read', { conversationId, seq: 1 })).toEqual({ readSeq: 1, unread: 1 })
    const { entries } = await ann.client.call('log.since', { stream: 'messages', seq: 0 })
    const told = entries.filter(entry => ['message.received', 'log.void'].includes(entry.event))
    expect(told.map(entry => entry.event)).toEqual(['log.void', 'message.received'])
    await say(ann, 'Not for Bob')
    await say(cy, 'For all')
    await caughtUp(app, [ann, bob, cy], 'messages')
    const textsOf = (heard?: Awaited<ReturnType<typeof hear>>) =>
      heard?.flatMap(({ event, payload }) => (event === 'message.received' ? [payload.message.text] : []))
    expect(textsOf(heardByAnn)).toEqual(['Not for Bob', 'For all'])
    expect(textsOf(heardByBob)).toEqual(['Not for Ann', 'For all'])
    expect(textsOf(heardByCy)).toEqual(['Not for Ann', 'Not for Bob', 'For all'])
    const marksOf = (heard?: Awaited<ReturnType<typeof hear>>) =>
      new Set(heard?.flatMap(({ event, payload }) => (event === 'conversation.marks' ? [payload.userId] : [])))
    expect(marksOf(heardByAnn)).not.toContain(bob.id)
    expect(marksOf(heardByBob)).not.toContain(ann.id)
    expect(marksOf(heardByCy)).toContain(bob.id)
    expect((await cy.client.call('conversations.get', { conversationId })).members).toHaveLength(3)
  })

  it('removes the other from notifications, old and pending, and from their count', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const postId = await post(ann)
    await follow(bob, ann)
    for (const one of [bob, cy]) await one.client.call('posts.like', { postId })
    await comment(bob, postId, 'Nice')
    expect(await ann.client.call('notifications.unread', {})).toEqual({ unread: 3 })
    await block(ann, bob)
    const { items } = await ann.client.call('notifications.list', {})
    expect(items).toMatchObject([{ kind: 'like', actorCount: 1, actors: [{ id: cy.id }] }])
    expect(await ann.client.call('notifications.unread', {})).toEqual({ unread: 1 })
    const { entries } = await ann.client.call('log.since', { stream: 'notifications', seq: 0 })
    expect(JSON.stringify(entries)).not.toContain(bob.id)
    expect(entries.filter(entry => entry.event === 'log.void')).not.toEqual([])
  })
})

describe('a connected user who blocks or is blocked', () => {
  it('gets nothing about the other any more at once, on every device', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
    const phone = await anotherDevice(app, bob)
    const [anns, cys] = [await post(ann), await post(cy)]
    const heard = await Promise.all([bob.client, phone].map(client => hear(client, 'post.activity')))
    for (const client of [bob.client, phone]) {
      for (const postId of [anns, cys]) await client.call('posts.watch', { postId })
    }
    await block(ann, bob)
    await cy.client.call('posts.like', { postId: anns })
    await comment(cy, anns, 'Without Bob')
    await cy.client.call('posts.like', { postId: cys })
    for (const list of heard) {
      await until(
        async () => list,
        updates => updates.length > 0,
      )
      expect(list.map(one => one.payload.postId)).toEqual([cys])
    }
    await expect(phone.call('posts.watch', { postId: anns })).rejects.toMatchObject(notFound)
  })

  it('sees posts of third users live without comments of the other, while everybody else sees them all', async () => {
    const [ann, bob, cy, dan] = await people(app, ['ann', 'bob', 'cy', 'dan'])
    const postId = await post(cy)
    const cys = await comment(cy, postId, 'A thread')
    const bobs = await comment(bob, postId, 'My thread')
    await block(bob, ann)
    const phone = await anotherDevice(app, ann)
    const clients = [ann.client, phone, dan.client]
    const heard = await Promise.all(clients.map(client => hear(client, 'post.activity')))
    for (const client of clients) await client.call('posts.watch', { postId })
    const reply = await comment(bob, postId, 'Bob in a thread', cys)
    await comment(cy, postId, 'An answer to Bob', reply)
    await comment(dan, postId, 'Under Bob', bobs)
    await comment(dan, postId, 'The end')
    const saidTo = (i: number) => heard[i]?.flatMap(({ payload }) => payload.comments) ?? []
    for (const i of [0, 1, 2]) {
      await until(
        async () => saidTo(i).map(one => one.text),
        texts => texts.includes('The end'),
      )
    }
    const all = ['Bob in a thread', 'An answer to Bob', 'Under Bob', 'The end']
    expect(saidTo(2).map(one => one.text)).toEqual(all)
    expect(saidTo(2)[1]).toMatchObject({ replyTo: { id: bob.id } })
    for (const i of [0, 1]) {
      expect(saidTo(i).map(one => one.text)).toEqual(['An answer to Bob', 'The end'])
      expect(saidTo(i)[0]).toMatchObject({ replyTo: null })
      expect(JSON.stringify(heard[i])).not.toContain(bob.id)
      expect(heard[i]?.at(-1)?.payload.counts.comments).toBe(6)
    }
  })

  it('learns the new state on their own devices, while the other learns only that something is gone', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'])
    await follow(bob, ann)
    const phone = { id: ann.id, client: await anotherDevice(app, ann) }
    const heard = await Promise.all([phone, bob, cy].map(one => hear(one.client, 'follow.changed')))
    const gone: string[] = []
    bob.client.on('voided', ({ stream }) => gone.push(stream))
    for (let i = 0; i < 2; i += 1) await block(ann, bob)
    await caughtUp(app, [phone, bob, cy], 'users')
    expect(heard[0]?.map(one => one.payload)).toMatchObject([{ user: { id: bob.id }, relation: 'none' }])
    expect([heard[1], heard[2]]).toEqual([[], []])
    expect(gone).toEqual(['users'])
    expect(await headOf(app, cy.id, 'users')).toBe(0)
    const { entries } = await bob.client.call('log.since', { stream: 'users', seq: 0 })
    expect(entries.map(entry => [entry.event, entry.payload])).toEqual([
      ['log.void', null],
      ['log.void', null],
    ])
  })
})

describe('blocking at the same time', () => {
  it('as the other follows leaves nobody following, with exact counts', async () => {
    const crowded = await crowd(app, 24)
    await Promise.all(
      crowded.map(async ({ viewer, name }, i) => {
        const other = crowded[i ^ 1]
        if (!other) return
        const from = inside
        await Promise.allSettled([
          app.run('users.follow', { username: other.name }, { viewer, from }),
          i % 2 === 0
            ? app.run('users.block', { username: other.name }, { viewer, from })
            : app.run('users.follow', { username: other.name }, { viewer, from }),
          app.run('users.follow', { username: name }, { viewer: other.viewer, from }),
        ])
      }),
    )
    const ids = crowded.map(one => one.viewer.id)
    const among = `in (${ids.map(() => '?').join()})`
    expect(await app.query(`select 1 from follow where follower_id ${among}`, ids)).toEqual([])
    const wrong = `select 1 from users where id ${among} and (follower_count <> 0 or following_count <> 0)`
    expect(await app.query(wrong, ids)).toEqual([])
  })

  it('each other ends with one or two blocks, and no error but not found', async () => {
    const crowded = await crowd(app, 20)
    const results = await Promise.allSettled(
      crowded.map(({ viewer }, i) =>
        app.run('users.block', { username: crowded[i ^ 1]?.name ?? '' }, { viewer, from: inside }),
      ),
    )
    for (let i = 0; i < results.length; i += 2) {
      const pair = results.slice(i, i + 2)
      expect(pair.filter(one => one.status === 'fulfilled')).toHaveLength(1)
      expect(pair.find(one => one.status === 'rejected')).toMatchObject({ reason: notFound })
    }
  })
})
