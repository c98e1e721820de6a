import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { expectExactCounts, settled } from '#support/database/exact-counts'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { moderator } from '#support/people/moderators'
import { clientOf, password, people, person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'
import { ask } from '#support/transports/http'
import { disconnected, emit, join } from '#support/transports/sockets'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const missing = { code: 'not_found' }
const nowhere = '01a1fe4c-1bca-7f90-befd-f601b0803256'

/** The actions of one moderator, newest first. */
const actsOf = (moderatorId: string) =>
  app.query('select act, target_kind, target_id, reason from audit where moderator_id = ? order by at desc, id desc', [
    moderatorId,
  ])

overBothTransports('a moderator', transport => {
  it('can remove any post as its author would, with its photos, comments and likes', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    const picture = await uploadWhole(ann.client, await photo())
    await bob.client.call('users.follow', { username: ann.name })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Lamps', mediaIds: [picture.id] })
    await bob.client.call('posts.like', { postId })
    await bob.client.call('comments.create', { postId, text: 'How much?' })
    await ann.client.call('users.update', { isPrivate: true })
    const heard = await hear(bob.client, 'feed.removed')
    expect(await mod.client.call('moderation.removePost', { postId, reason: 'spam' })).toEqual({})
    await until(
      async () => heard.map(({ payload }) => payload.postId),
      ids => ids.includes(postId),
    )
    for (const { client } of [ann, bob])
      await expect(client.call('posts.get', { postId })).rejects.toMatchObject(missing)
    await expect(ann.client.call('media.get', { mediaId: picture.id })).rejects.toMatchObject(missing)
    expect((await ann.client.call('users.me', {})).counts.posts).toBe(0)
    expect(await actsOf(mod.id)).toEqual([
      { act: 'remove_post', target_kind: 'post', target_id: postId, reason: 'spam' },
    ])
    await expect(mod.client.call('moderation.removePost', { postId })).rejects.toMatchObject(missing)
    expect(await actsOf(mod.id)).toHaveLength(1)
  })

  it('can remove any comment with its replies, and the counts follow', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Talk' })
    const root = await ann.client.call('comments.create', { postId, text: 'A thread' })
    const { id: commentId } = await bob.client.call('comments.create', { postId, text: 'Rude', parentId: root.id })
    await mod.client.call('moderation.removeComment', { commentId, reason: 'rude' })
    expect((await ann.client.call('comments.list', { postId })).items).toMatchObject([{ counts: { replies: 0 } }])
    await mod.client.call('moderation.removeComment', { commentId: root.id })
    expect((await ann.client.call('posts.get', { postId })).counts.comments).toBe(0)
    await expectExactCounts(app)
    await expect(mod.client.call('moderation.removeComment', { commentId: nowhere })).rejects.toMatchObject(missing)
    expect(await actsOf(mod.id)).toMatchObject([
      { act: 'remove_comment', target_id: root.id, reason: '' },
      { act: 'remove_comment', target_id: commentId, reason: 'rude' },
    ])
  })

  it('can suspend an account: it is gone for everybody, its sockets close within a second, and nobody signs in to it', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    const { id: postId } = await bob.client.call('posts.create', { caption: 'Liked by ann' })
    await ann.client.call('posts.like', { postId })
    await ann.client.call('comments.create', { postId, text: 'Hello' })
    await ann.client.call('users.follow', { username: bob.name })
    const token = ann.client.tokens?.accessToken
    const socket = await join(app, 'feed', token)
    const closed = disconnected(socket)
    const began = performance.now()
    await mod.client.call('moderation.suspend', { username: ann.name.toUpperCase(), reason: 'spam' })
    await closed
    expect(performance.now() - began).toBeLessThan(1000)
    await expect(join(app, 'feed', token)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    await expect(clientOf(app).signIn(ann.name, password)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(bob.client.call('users.get', { username: ann.name })).rejects.toMatchObject(missing)
    expect((await bob.client.call('comments.list', { postId })).items).toEqual([])
    await settled(app, ann.id)
    expect((await bob.client.call('posts.get', { postId })).counts).toMatchObject({ likes: 0, comments: 0 })
    expect((await bob.client.call('users.me', {})).counts.followers).toBe(0)
    await expectExactCounts(app)
    const messages = () => app.query('select subject from mail where recipient = ?', [`${ann.name}@example.org`])
    await until(messages, list => JSON.stringify(list).includes('suspended'))

    // A second time changes nothing and is not logged.
    await mod.client.call('moderation.suspend', { username: ann.name })
    expect(await actsOf(mod.id)).toEqual([{ act: 'suspend', target_kind: 'user', target_id: ann.id, reason: 'spam' }])
  })

  it('can restore a suspended account with all its content', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    const { id: postId } = await bob.client.call('posts.create', { caption: 'Liked by ann' })
    await ann.client.call('posts.like', { postId })
    await mod.client.call('moderation.suspend', { username: ann.name })
    await settled(app, ann.id)
    await mod.client.call('moderation.restore', { username: ann.name, reason: 'A mistake' })
    await settled(app, ann.id)
    expect((await bob.client.call('posts.get', { postId })).counts.likes).toBe(1)
    await expectExactCounts(app)
    await ann.client.signIn(ann.name, password)
    expect(await ann.client.call('users.me', {})).toMatchObject({ username: ann.name })
    await mod.client.call('moderation.restore', { username: ann.name })
    expect(await actsOf(mod.id)).toMatchObject([
      { act: 'restore', target_id: ann.id, reason: 'A mistake' },
      { act: 'suspend', target_id: ann.id, reason: '' },
    ])
    await expect(mod.client.call('moderation.restore', { username: 'nobody_here' })).rejects.toMatchObject(missing)
  })

  it('can suspend neither themselves nor another moderator', async () => {
    const [mod, other] = [await moderator(app, transport), await moderator(app, transport)]
    for (const { name } of [mod, other]) {
      await expect(mod.client.call('moderation.suspend', { username: name })).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
    await expect(mod.client.call('moderation.suspend', { username: 'nobody_here' })).rejects.toMatchObject(missing)
    expect(await actsOf(mod.id)).toEqual([])
  })

  it('sees in a report whether its subject is suspended', async () => {
    const [[ann, bob], mod] = [await people(app, ['ann', 'bob'], transport), await moderator(app, transport)]
    await bob.client.call('users.report', { kind: 'user', id: ann.id, reason: 'spam' })
    await mod.client.call('moderation.suspend', { username: ann.name })
    const [report] = (await mod.client.call('reports.list', { limit: 1 })).items
    expect(report?.subject?.author.username).toBe(ann.name)
  })
})

it('nobody but a moderator may moderate, whatever their token claims, and nothing is written', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: postId } = await bob.client.call('posts.create', { caption: 'Mine' })
  const { id: commentId } = await bob.client.call('comments.create', { postId, text: 'Mine too' })
  const calls = (client: typeof ann.client) => ({
    'reports.list': () => client.call('reports.list', {}),
    'reports.resolve': () => client.call('reports.resolve', { reportId: nowhere, outcome: 'acted' }),
    'moderation.removePost': () => client.call('moderation.removePost', { postId }),
    'moderation.removeComment': () => client.call('moderation.removeComment', { commentId }),
    'moderation.suspend': () => client.call('moderation.suspend', { username: bob.name }),
    'moderation.restore': () => client.call('moderation.restore', { username: bob.name }),
    'moderation.audit': () => client.call('moderation.audit', {}),
  })
  const before = await app.query('select count(*) from audit')
  for (const [name, call] of Object.entries(calls(ann.client))) {
    await expect(call(), name).rejects.toMatchObject({ code: 'forbidden' })
  }
  for (const [name, call] of Object.entries(calls(clientOf(app)))) {
    await expect(call(), name).rejects.toMatchObject({ code: 'unauthenticated' })
  }
  expect(await app.query('select count(*) from audit')).toEqual(before)
  expect(await bob.client.call('posts.get', { postId })).toMatchObject({ counts: { comments: 1 } })
})

it('the moderator role comes from the database and ends within a second when it is removed, on open sockets as well', async () => {
  const mod = await moderator(app)
  const token = mod.client.tokens?.accessToken ?? ''
  const socket = await join(app, 'users', token)
  expect(await emit(socket, 'reports.list', {})).toMatchObject({ ok: true })
  await app.engine.transact(async ctx => {
    await ctx.em.getConnection().execute(`update users set role = 'user' where id = ?`, [mod.id])
    ctx.invalidate({ kind: 'account', subjectId: mod.id })
  })
  await disconnected(socket)
  const again = await join(app, 'users', token)
  expect(await emit(again, 'reports.list', {})).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  expect(await ask(app, 'GET', '/v1/moderation/reports', { token })).toMatchObject({ status: 403 })
})

it('the audit log is paged, newest first', async () => {
  const mod = await moderator(app)
  for (let i = 0; i < 3; i += 1) {
    const ann = await person(app, 'ann')
    await mod.client.call('moderation.suspend', { username: ann.name, reason: `No. ${i}` })
  }
  const first = await mod.client.call('moderation.audit', { limit: 2 })
  const second = await mod.client.call('moderation.audit', { limit: 1, cursor: first.nextCursor ?? '' })
  expect([...first.items, ...second.items].map(entry => entry.reason)).toEqual(['No. 2', 'No. 1', 'No. 0'])
})
