import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { expectExactCounts, settled } from '#support/database/exact-counts'
import { done, makeDue } from '#support/database/jobs'
import { until } from '#support/events/next-event'
import { makeModerator } from '#support/people/change-account'
import { leave, letDaysPass, tablesWith } from '#support/people/leaving'
import { clientOf, type Person, password, people, signedUp } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'
import { insertComments, insertPosts } from '#support/posts/insert-rows'

const app = useApp()

const isThere = (path: string) => existsSync(join(app.config.dataDir, 'files', path))

/** Deletes an account and lets its thirty days pass. */
async function erase(person: Person) {
  await leave(person)
  await settled(app, person.id)
  await letDaysPass(app, person.id, 30)
  await done(app, `erase-${person.id}`)
}

/** Does everything that leaves rows behind. */
async function liveALittle(ann: Person, bob: Person, cy: Person) {
  const { call } = ann.client
  const picture = await uploadWhole(ann.client, await photo(), 'The lake')
  const unused = await uploadWhole(ann.client, await photo({ width: 320 }))
  const sent = await uploadWhole(ann.client, await photo({ width: 300 }))
  const { id: hers } = await call('posts.create', { mediaIds: [picture.id], caption: `By ${ann.name}` })
  const publishAt = new Date(Date.now() + 24 * 3_600_000).toISOString()
  for (const more of [{ draft: true }, { publishAt }]) {
    await call('posts.create', { caption: `Not yet, says ${ann.name}`, ...more })
  }
  for (const act of ['posts.archive', 'posts.delete'] as const) {
    await call(act, { postId: (await call('posts.create', { caption: `No more, says ${ann.name}` })).id })
  }
  const { id: his } = await bob.client.call('posts.create', { caption: 'By bob' })
  await app.query(
    `update users set bio = 'I am ' || username, website = 'https://example.org/' || username,
    photo = (select image from media where id = ?), photo_media_id = ? where id = ?`,
    [unused.id, unused.id, ann.id],
  )
  for (const { client } of [bob, cy]) {
    await client.call('posts.like', { postId: hers })
    await client.call('posts.save', { postId: hers })
    await client.call('users.follow', { username: ann.name })
  }
  await call('posts.like', { postId: his })
  await call('posts.save', { postId: his })
  const { id: collectionId } = await call('collections.create', { title: `Of ${ann.name}` })
  const [signIn] = (await call('activity.mine', { kind: 'signIn' })).items
  await call('activity.remove', { activityId: signIn?.id ?? '' })
  await call('activity.clear', { kind: 'received' })
  await call('collections.add', { collectionId, postId: his })
  await call('users.follow', { username: bob.name })
  await call('posts.edit', { postId: hers, caption: `Edited by ${ann.name}` })
  const group = await uploadWhole(bob.client, await photo({ width: 310 }))
  const tagged = [{ username: ann.name, mediaIndex: 0, x: 0.5, y: 0.5 }]
  await bob.client.call('posts.create', { mediaIds: [group.id], tagged })
  const root = await call('comments.create', { postId: his, text: `${ann.name} was here` })
  await cy.client.call('comments.create', { postId: his, text: 'So was I', parentId: root.id })
  const kept = await bob.client.call('comments.create', { postId: his, text: 'A thread of mine' })
  await call('comments.create', { postId: his, text: 'A reply', parentId: kept.id })
  await bob.client.call('posts.create', { caption: `With @${ann.name}` })
  await call('hashtags.follow', { tag: 'dawn' })
  await bob.client.call('comments.create', { postId: his, text: `Is it you, @${ann.name}?` })
  await call('comments.like', { commentId: kept.id })
  await call('users.mute', { username: cy.name })
  await call('users.setSettings', { hiddenWords: [ann.name], timeZone: 'Europe/Berlin' })
  await cy.client.call('users.mute', { username: ann.name })
  await call('users.dismissSuggestion', { username: cy.name })
  await call('users.report', { kind: 'user', id: cy.id, reason: 'spam', note: 'Look' })
  await cy.client.call('users.report', { kind: 'user', id: ann.id, reason: 'spam' })
  const [dan] = await people(app, ['dan'])
  const { id: spam } = await dan.client.call('posts.create', { caption: 'Cheap lamps!' })
  await makeModerator(app, ann)
  await until(
    () =>
      call('moderation.removePost', { postId: spam }).then(
        () => true,
        () => false,
      ),
    isDone => isDone,
  )
  await call('users.block', { username: dan.name })
  await call('auth.totpBegin', { currentPassword: password })
  const { id: conversationId } = await call('conversations.open', { usernames: [bob.name] })
  await call('messages.send', { conversationId, text: 'Keep this', idempotencyKey: crypto.randomUUID() })
  await call('messages.send', { conversationId, mediaId: sent.id })
  const { id: exportId } = await call('users.export', {})
  await until(
    () => call('users.export', {}),
    one => one.status === 'ready',
    10_000,
  )
  return { picture, unused, sent, hers, his, kept, conversationId, exportId }
}

/** Tables with references to users that hold nothing of theirs. */
async function tablesWithout({ id }: Person): Promise<string[]> {
  const columns = await app.query<{ table: string; column: string }>(
    `select conrelid::regclass::text as table, attname as column from pg_constraint
      join pg_attribute on attrelid = conrelid and attnum = conkey[1]
      where contype = 'f' and confrelid = 'users'::regclass`,
  )
  const has = new Set<string>()
  for (const { table, column } of columns)
    if ((await app.query(`select 1 from ${table} where ${column} = ? limit 1`, [id])).length > 0) has.add(table)
  return [...new Set(columns.map(({ table }) => table))].filter(table => !has.has(table)).sort()
}

it('after thirty days nothing of a deleted account is left but a nameless row and the messages it sent', async () => {
  const ann = await signedUp(app, 'annabella')
  const [bob, cy] = await people(app, ['bob', 'cy'])
  const { picture, unused, sent, hers, his, kept, conversationId, exportId } = await liveALittle(ann, bob, cy)
  // For a new table of user actions: add the action above, and see below that its rows are gone.
  expect(await tablesWithout(ann)).toEqual([])
  for (const path of [`photos/${picture.id}`, `photos/${unused.id}`, `exports/${exportId}`]) {
    expect(isThere(path), path).toBe(true)
  }
  await erase(ann)

  // Nothing identifies the user, but for what others wrote; for ninety days the user name stays in their own row.
  expect(await tablesWith(app, `${ann.name}@example.org`)).toEqual([])
  expect(await tablesWith(app, ann.name)).toEqual(['comment', 'post', 'users'])
  for (const table of ['comment', 'post']) {
    expect(await app.query(`select author_id from ${table} where ${table}::text like ?`, [`%${ann.name}%`])).toEqual([
      { author_id: bob.id },
    ])
  }
  expect(await tablesWith(app, picture.id)).toEqual([])
  // An invalidation stays for an hour.
  expect(await tablesWith(app, hers)).toEqual(['invalidation'])
  // Their id stays in moderator actions, sent messages and memberships, the empty comments that others replied to, reports
  // about them, and references in the logs of others.
  expect(await tablesWith(app, ann.id)).toEqual([
    'audit',
    'comment',
    'conversation',
    'invalidation',
    'log_entry',
    'media',
    'member',
    'message',
    'report',
    'users',
  ])
  const [tombstone] = await app.query('select * from users where id = ?', [ann.id])
  expect(tombstone).toMatchObject({
    status: 'deleted',
    full_name: '',
    bio: '',
    website: '',
    email: null,
    phone: null,
    password_hash: null,
    photo: null,
    search: '',
    follower_count: 0,
    following_count: 0,
    post_count: 0,
  })
  expect(await app.query('select id from media where owner_id = ?', [ann.id])).toEqual([{ id: sent.id }])
  expect(await app.query('select reporter_id from report where target_id = ?', [cy.id])).toEqual([
    { reporter_id: null },
  ])
  const paths = [`photos/${picture.id}`, `photos/${unused.id}`, `exports/${exportId}`]
  await until(
    async () => paths.filter(isThere),
    left => left.length === 0,
  )

  // Content of others is complete, and its counts match.
  await expectExactCounts(app)
  expect((await bob.client.call('posts.get', { postId: his })).counts).toMatchObject({ likes: 0, comments: 3 })
  const { items } = await bob.client.call('comments.list', { postId: his })
  expect(items).toMatchObject([
    { author: { id: bob.id }, entities: [{ kind: 'mention' }] },
    { id: kept.id, counts: { likes: 0, replies: 0 } },
    { text: '', author: { username: 'deleted' }, deletedAt: expect.any(String), counts: { replies: 1 } },
  ])
  expect((await bob.client.call('users.me', {})).counts).toMatchObject({ followers: 0, following: 0 })
  expect((await bob.client.call('posts.saved', {})).items).toEqual([])
  const messages = (await bob.client.call('messages.list', { conversationId })).items
  expect(messages.map(message => message.sender)).toMatchObject([{ username: 'deleted' }, { username: 'deleted' }])
  expect(messages.map(message => message.text).join('')).toBe('Keep this')
  expect(messages.find(message => message.media)?.media?.image).not.toBeNull()
  const { members } = await bob.client.call('conversations.get', { conversationId })
  expect(members.map(member => member.user.username).sort()).toEqual([bob.name, 'deleted'].sort())
  await expect(clientOf(app).signIn(ann.name, password)).rejects.toMatchObject({ code: 'unauthenticated' })
  await expect(clientOf(app).call('users.undelete', { login: ann.name, password })).rejects.toMatchObject({
    code: 'unauthenticated',
  })
})

it('the user name of an erased account stays reserved for ninety more days', async () => {
  const [ann] = await people(app, ['nina'])
  await erase(ann)
  const available = async () => (await clientOf(app).call('users.available', { username: ann.name })).available
  const expire = async (days: number) => {
    await letDaysPass(app, ann.id, days)
    await makeDue(app, 'expire-rows')
    await done(app, 'expire-rows')
  }
  expect(await available()).toBe(false)
  await expire(89)
  expect(await available()).toBe(false)
  await expire(2)
  expect(await available()).toBe(true)
  expect(await tablesWith(app, ann.name)).toEqual([])
})

it('an account with many rows is erased in steps', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  await insertPosts(app, ann, 25)
  const { id: postId } = await bob.client.call('posts.create', { caption: 'Much discussed' })
  await insertComments(app, postId, ann, 120)
  await erase(ann)
  expect(await app.query('select 1 from post where author_id = ?', [ann.id])).toEqual([])
  expect(await app.query('select 1 from comment where author_id = ?', [ann.id])).toEqual([])
  await expectExactCounts(app)
})

it('nothing of a restored account is erased', async () => {
  const [ann] = await people(app, ['ann'])
  const { id: postId } = await ann.client.call('posts.create', { caption: 'Still here' })
  await leave(ann)
  await ann.client.call('users.undelete', { login: ann.name, password })
  await makeDue(app, `erase-${ann.id}`)
  await done(app, `erase-${ann.id}`)
  expect(await app.query('select 1 from task where id = ?', [`erase-${ann.id}`])).toEqual([])
  expect(await ann.client.call('posts.get', { postId })).toMatchObject({ caption: 'Still here' })
})

it('an account deleted a second time gets another thirty days', async () => {
  const [ann] = await people(app, ['ann'])
  await ann.client.call('posts.create', { caption: 'Twice gone' })
  await leave(ann)
  await ann.client.call('users.undelete', { login: ann.name, password })
  await leave(ann)
  // The job of the first deletion comes due.
  await makeDue(app, `erase-${ann.id}`)
  await done(app, `erase-${ann.id}`)
  const [job] = await app.query<{ days: number }>(
    'select extract(epoch from run_at - now())::float / 86400 as days from task where id = ?',
    [`erase-${ann.id}`],
  )
  expect(job?.days).toBeGreaterThan(29.9)
  expect(await app.query('select caption from post where author_id = ?', [ann.id])).toEqual([{ caption: 'Twice gone' }])
  await letDaysPass(app, ann.id, 30)
  await done(app, `erase-${ann.id}`)
  expect(await app.query('select 1 from post where author_id = ?', [ann.id])).toEqual([])
})
