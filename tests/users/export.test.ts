import { existsSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { strFromU8, type Unzipped, unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import type { HeliographClient } from '#client'
import { startApp, untilTestEnds, useApp } from '#support/app/use-app'
import { makeDue } from '#support/database/jobs'
import { until } from '#support/events/next-event'
import { leave } from '#support/people/leaving'
import { type Person, people, person } from '#support/people/people'
import { signUpAt } from '#support/people/sign-ups'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'
import { ask } from '#support/transports/http'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const ready = (client: HeliographClient) =>
  until(
    () => client.call('users.export', {}),
    one => one.status === 'ready',
    15_000,
  )

const tokenOf = (client: HeliographClient) => client.tokens?.accessToken ?? ''

const fetchExport = (url: string | null, token: string) =>
  fetch(`http://127.0.0.1:${app.port}${url}`, { headers: { authorization: `Bearer ${token}` } })

/** The files of an export when it is ready. */
async function exportOf({ client }: Person): Promise<Unzipped> {
  const { url } = await ready(client)
  const response = await fetchExport(url, tokenOf(client))
  expect(response.status).toBe(200)
  return unzipSync(new Uint8Array(await response.arrayBuffer()))
}

const jsonOf = (files: Unzipped, name: string) => JSON.parse(strFromU8(files[name] ?? new Uint8Array()))

overBothTransports('a data export', transport => {
  it('is begun once, and shown until it is ready, for seven days', async () => {
    const { client, name } = await person(app, 'ann', transport)
    const [first, second] = await Promise.all([client.call('users.export', {}), client.call('users.export', {})])
    expect(first).toMatchObject({ id: second.id, status: 'processing', url: null, expiresAt: null })
    const made = await ready(client)
    expect(made).toMatchObject({ id: first.id, url: `/v1/me/export/${first.id}` })
    const days = (Date.parse(made.expiresAt ?? '') - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(6.99)
    expect(days).toBeLessThan(7.01)
    const messages = () => app.query('select subject from mail where recipient = ?', [`${name}@example.org`])
    await until(messages, list => JSON.stringify(list).includes('data is ready'))
  })

  it('contains the profile, posts, likes, messages and photos of its owner', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { call } = ann.client
    const picture = await uploadWhole(ann.client, await photo({ width: 1400, height: 700 }), 'The lake')
    const { id: hers } = await call('posts.create', { mediaIds: [picture.id], caption: 'A first try' })
    await call('posts.edit', { postId: hers, caption: 'Mine “quoted”\nand broken' })
    const group = await uploadWhole(bob.client, await photo())
    const tagged = [{ username: ann.name, mediaIndex: 0, x: 0.5, y: 0.25 }]
    const { id: withHer } = await bob.client.call('posts.create', { mediaIds: [group.id], tagged })
    const { id: his } = await bob.client.call('posts.create', { caption: 'Not hers' })
    await call('posts.like', { postId: his })
    await call('posts.save', { postId: his })
    const { id: collectionId } = await call('collections.create', { title: 'Towers' })
    await call('collections.add', { collectionId, postId: his })
    await call('users.follow', { username: bob.name })
    await call('users.mute', { username: bob.name })
    await call('hashtags.follow', { tag: 'Dawn' })
    await call('users.setSettings', { whoMayComment: 'followers', hiddenWords: ['spoiler'] })
    await call('comments.create', { postId: his, text: 'Hers' })
    const { id: commentId } = await bob.client.call('comments.create', { postId: his, text: 'His' })
    await call('comments.like', { commentId })
    const { id: conversationId } = await call('conversations.open', { usernames: [bob.name] })
    await call('messages.send', { conversationId, text: 'To bob' })
    await bob.client.call('messages.send', { conversationId, text: 'To ann' })

    const files = await exportOf(ann)
    expect(jsonOf(files, 'profile.json')).toMatchObject({
      username: ann.name,
      email: `${ann.name}@example.org`,
      posts: 1,
      whoMayComment: 'followers',
      hiddenWords: ['spoiler'],
    })
    expect(jsonOf(files, 'posts.json')).toMatchObject([
      { id: hers, caption: 'Mine “quoted”\nand broken', photos: [picture.id] },
    ])
    expect(jsonOf(files, 'edits.json')).toMatchObject([{ postId: hers, caption: 'A first try' }])
    expect(jsonOf(files, 'tags.json')).toMatchObject([
      { postId: withHer, author: bob.name, photos: [{ photo: group.id, x: 0.5, y: 0.25 }], removedAt: null },
    ])
    expect(jsonOf(files, 'photos.json')).toMatchObject([{ id: picture.id, altText: 'The lake' }])
    expect(jsonOf(files, 'comments.json')).toMatchObject([{ postId: his, text: 'Hers' }])
    expect(jsonOf(files, 'comment-likes.json')).toMatchObject([{ postId: his, commentId }])
    expect(jsonOf(files, 'likes.json')).toMatchObject([{ postId: his, author: bob.name }])
    expect(jsonOf(files, 'saved.json')).toMatchObject([{ postId: his, author: bob.name }])
    expect(jsonOf(files, 'collections.json')).toMatchObject([{ title: 'Towers', posts: [his] }])
    expect(jsonOf(files, 'following.json')).toMatchObject([{ username: bob.name, status: 'following' }])
    expect(jsonOf(files, 'followers.json')).toEqual([])
    expect(jsonOf(files, 'hashtags.json')).toMatchObject([{ tag: 'dawn' }])
    expect(jsonOf(files, 'muted.json')).toMatchObject([{ username: bob.name }])
    expect(jsonOf(files, 'messages.json')).toMatchObject([
      { seq: 1, from: ann.name, text: 'To bob' },
      { seq: 2, from: bob.name, text: 'To ann' },
    ])
    expect(jsonOf(files, 'sessions.json')).toMatchObject([{ ip: expect.stringContaining('127.0.0.1') }])
    const image = picture.image?.variants.find(variant => variant.width === 1080)
    const whole = await fetch(`http://127.0.0.1:${app.port}${image?.url}`)
    const packed = files[`photos/${picture.id}.${image?.format}`] ?? new Uint8Array()
    expect(Buffer.compare(packed, Buffer.from(await whole.arrayBuffer()))).toBe(0)
  })

  it('contains no secrets, and nothing of others that its owner cannot see now', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { call } = ann.client
    const { id: his } = await bob.client.call('posts.create', { caption: 'Soon private' })
    await call('posts.like', { postId: his })
    const { id: conversationId } = await call('conversations.open', { usernames: [cy.name] })
    await call('messages.send', { conversationId, text: 'Before the quarrel' })
    await cy.client.call('messages.send', { conversationId, text: 'Words of cy' })
    await cy.client.call('users.follow', { username: ann.name })
    await bob.client.call('users.update', { isPrivate: true })
    await cy.client.call('users.block', { username: ann.name })

    const files = await exportOf(ann)
    const text = Object.entries(files)
      .filter(([name]) => name.endsWith('.json'))
      .map(([, bytes]) => strFromU8(bytes))
      .join('\n')
    expect(jsonOf(files, 'likes.json')).toMatchObject([{ postId: his, author: null }])
    expect(jsonOf(files, 'messages.json')).toMatchObject([{ from: ann.name, text: 'Before the quarrel' }])
    expect(jsonOf(files, 'followers.json')).toEqual([])
    for (const secret of [
      'argon2',
      'Words of cy',
      cy.name,
      `${bob.name}@`,
      'passwordHash',
      'refresh',
      'Soon private',
    ]) {
      expect(text, secret).not.toContain(secret)
    }
  })
})

it('an export can be fetched by its owner alone, with a token, and is never cached', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { url } = await ready(ann.client)
  const path = url ?? ''
  const unfinished = await signUpAt(app, 'photo')
  expect((await ask(app, 'GET', path)).status).toBe(401)
  expect((await ask(app, 'GET', `${path}?token=${tokenOf(ann.client)}`)).status).toBe(401)
  expect((await ask(app, 'GET', path, { token: 'forged' })).status).toBe(401)
  expect((await ask(app, 'GET', path, { token: unfinished.accessToken })).status).toBe(403)
  const stranger = await ask(app, 'GET', path, { token: tokenOf(bob.client) })
  expect(stranger).toMatchObject({ status: 404, body: { code: 'not_found' } })
  for (const id of ['01a1fe4c-1bca-7f90-befd-f601b0803256', 'x', '..%2f..%2fsecret', "'"]) {
    const unknown = await ask(app, 'GET', `/v1/me/export/${id}`, { token: tokenOf(ann.client) })
    expect(unknown.body.detail, id).toBe(stranger.body.detail)
  }
  const own = await fetchExport(url, tokenOf(ann.client))
  expect(own.status).toBe(200)
  expect(own.headers.get('cache-control')).toBe('no-store')
  expect(own.headers.get('content-type')).toBe('application/zip')
  expect(own.headers.get('x-content-type-options')).toBe('nosniff')
  expect(own.headers.get('content-disposition')).toMatch(/^attachment; filename="heliograph-[\d-]+\.zip"$/)
  expect((await own.arrayBuffer()).byteLength).toBe(Number(own.headers.get('content-length')))
  const head = await ask(app, 'HEAD', path, { token: tokenOf(ann.client) })
  expect(head).toMatchObject({ status: 200, text: '' })
})

it('an export cannot be fetched once the account is deleted', async () => {
  const ann = await person(app, 'ann')
  const { url } = await ready(ann.client)
  const token = tokenOf(ann.client)
  await leave(ann)
  expect((await fetchExport(url, token)).status).toBe(401)
})

it('an export is gone with its file after seven days', async () => {
  const ann = await person(app, 'ann')
  const { id, url } = await ready(ann.client)
  const isThere = () => existsSync(join(app.config.dataDir, 'files/exports', id))
  expect(isThere()).toBe(true)
  await app.query(`update export set created_at = created_at - interval '7 days', expires_at = now() where id = ?`, [
    id,
  ])
  expect((await fetchExport(url, tokenOf(ann.client))).status).toBe(404)
  await makeDue(app, 'expire-rows')
  await until(
    async () => isThere(),
    is => !is,
  )
  expect(await app.query('select 1 from export where id = ?', [id])).toEqual([])
  expect((await ann.client.call('users.export', {})).id).not.toBe(id)
})

it('an export that cannot be made fails in the end, and another may be begun', async () => {
  const own = untilTestEnds(await startApp({ env: { LOG_LEVEL: 'silent' } }))
  const ann = await person(own, 'ann')
  const folder = join(own.config.dataDir, 'incoming')
  await rm(folder, { recursive: true, force: true })
  await writeFile(folder, 'in the way')
  const { id } = await ann.client.call('users.export', {})
  const state = async () => {
    await makeDue(own, `export-${id}`)
    return (await own.query<{ status: string }>('select status from export where id = ?', [id]))[0]?.status
  }
  await until(state, status => status === 'failed', 20_000)
  await rm(folder)
  expect((await ann.client.call('users.export', {})).id).not.toBe(id)
  await ready(ann.client)
})

/** Which columns that refer to users are exported, and which are not: secrets, actions of others, and notes of the server. */
const tables = {
  inside: `block collection comment comment_like dismissal follow hashtag_follow media member mute notification photo_tag post post_like post_save report
    session tagged_user`,
  outside: 'activity_clearing audit code comment_mention export hidden_activity log_head post_mention totp',
}

it('an export covers every table with rows of a user, except those left out on purpose', async () => {
  const found = await app.query<{ name: string }>(
    `select distinct conrelid::regclass::text as name from pg_constraint
      where contype = 'f' and confrelid = 'users'::regclass`,
  )
  const known = Object.values(tables).flatMap(names => names.split(/\s+/))
  const names = found.map(({ name }) => name)
  expect(names.sort(), 'Give each new table a part in the export.ts of its noun, or name it here').toEqual(known.sort())
})
