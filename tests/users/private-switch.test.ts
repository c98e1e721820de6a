import { expect, it } from 'vitest'
import type { HeliographClient, Transport } from '#client'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { connectBeside } from '#support/database/connect-beside'
import { invalidate } from '#support/database/invalidate'
import { caughtUp } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { anotherDevice, type Person, people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const goPrivate = ({ client }: Person) => client.call('users.update', { isPrivate: true })
const goPublic = ({ client }: Person) => client.call('users.update', { isPrivate: false })

/** A public account with an old post, a follower, and a stranger who has interacted with the post. */
async function publicAccount(transport: Transport) {
  const [ann, fan, guest] = await people(app, ['ann', 'fan', 'guest'], transport)
  await fan.client.call('users.follow', { username: ann.name })
  const { id: mediaId } = await uploadWhole(ann.client, await photo({ width: 60, height: 40 }))
  const { id: postId } = await ann.client.call('posts.create', { mediaIds: [mediaId], caption: 'Of old' })
  for (const { client } of [fan, guest]) {
    await client.call('posts.like', { postId })
    await client.call('posts.save', { postId })
  }
  const { id: commentId } = await guest.client.call('comments.create', { postId, text: 'Lovely' })
  await ann.client.call('comments.create', { postId, text: 'Thank you', parentId: commentId })
  return { ann, fan, guest, postId, commentId, mediaId }
}

const waysIn = (client: HeliographClient, username: string, postId: string, commentId: string) => ({
  'posts.get': () => client.call('posts.get', { postId }),
  'posts.like': () => client.call('posts.like', { postId }),
  'posts.unlike': () => client.call('posts.unlike', { postId }),
  'posts.likers': () => client.call('posts.likers', { postId }),
  'posts.save': () => client.call('posts.save', { postId }),
  'posts.watch': () => client.call('posts.watch', { postId }),
  'comments.list': () => client.call('comments.list', { postId }),
  'comments.replies': () => client.call('comments.replies', { commentId }),
  'comments.create': () => client.call('comments.create', { postId, text: 'Still here' }),
  'users.posts': () => client.call('users.posts', { username }),
  'users.followers': () => client.call('users.followers', { username }),
  'users.following': () => client.call('users.following', { username }),
})

overBothTransports('an account that goes private', transport => {
  it('hides its earlier posts at once and in every operation from users who do not follow it', async () => {
    const { ann, fan, guest, postId, commentId } = await publicAccount(transport)
    await guest.client.connect('posts', 'users', 'feed', 'messages', 'notifications')
    const { id: conversationId } = await fan.client.call('conversations.open', { usernames: [guest.name] })
    await fan.client.call('messages.send', { conversationId, postId })
    expect((await guest.client.call('posts.get', { postId })).media).toHaveLength(1)
    await goPrivate(ann)
    for (const [way, call] of Object.entries(waysIn(guest.client, ann.name, postId, commentId))) {
      await expect(call(), way).rejects.toMatchObject({ code: 'not_found' })
    }
    expect((await guest.client.call('posts.saved', {})).items).toEqual([])
    expect((await guest.client.call('feed.home', {})).items).toEqual([])
    const messages = await guest.client.call('messages.list', { conversationId })
    expect(messages.items).toMatchObject([{ kind: 'post', post: null }])
    const notifications = await guest.client.call('notifications.list', {})
    expect(JSON.stringify([messages, notifications])).not.toMatch(/Of old|Thank you|\/media\//)
    // The card with its counts is public.
    const card = await guest.client.call('users.get', { username: ann.name })
    expect(card).toMatchObject({ isPrivate: true, counts: { posts: 1, followers: 1 }, viewer: { relation: 'none' } })
    expect(await guest.client.call('users.follow', { username: ann.name })).toEqual({ relation: 'requested' })
  })

  it('keeps its followers, who see all of it', async () => {
    const { ann, fan, postId, commentId } = await publicAccount(transport)
    await fan.client.connect('posts')
    await goPrivate(ann)
    for (const [way, call] of Object.entries(waysIn(fan.client, ann.name, postId, commentId))) {
      expect(await call(), way).toBeTruthy()
    }
    const { items } = await fan.client.call('feed.home', {})
    expect(items.map(post => post.id)).toEqual([postId])
    expect((await fan.client.call('posts.saved', {})).items.map(post => post.id)).toEqual([postId])
    expect((await ann.client.call('users.me', {})).counts).toMatchObject({ followers: 1 })
  })

  it('and public again shows everything again, and accepts pending requests', async () => {
    const { ann, guest, postId } = await publicAccount(transport)
    await goPrivate(ann)
    await guest.client.call('users.follow', { username: ann.name })
    const heard = await hear(guest.client, 'follow.changed')
    const notified = nextEvent(
      guest.client,
      'notification.created',
      ({ notification }) => notification.kind === 'follow_accepted',
    )
    await guest.client.connect('notifications')
    expect(await goPublic(ann)).toMatchObject({ isPrivate: false, counts: { followers: 2 } })
    await notified
    await caughtUp(app, [guest], 'users')
    expect(heard.at(-1)?.payload).toMatchObject({ user: { id: ann.id }, relation: 'following' })
    expect((await guest.client.call('feed.home', {})).items.map(post => post.id)).toContain(postId)
    expect(await guest.client.call('users.get', { username: ann.name })).toMatchObject({
      viewer: { relation: 'following' },
    })
    const rows = await app.query("select 1 from follow where followee_id = ? and status = 'requested'", [ann.id])
    expect(rows).toEqual([])
  })
})

it('when an account goes private, watchers of its posts who do not follow it are removed on each device', async () => {
  const { ann, fan, guest, postId } = await publicAccount('socket')
  const { id: otherId } = await fan.client.call('posts.create', { caption: 'Elsewhere' })
  const phone = await anotherDevice(app, guest, 'socket')
  const clients = [fan.client, guest.client, phone]
  const heard = await Promise.all(clients.map(client => hear(client, 'post.activity')))
  for (const client of clients) for (const id of [postId, otherId]) await client.call('posts.watch', { postId: id })
  const counted = await hear(guest.client, 'profile.counts')
  await guest.client.call('users.watch', { username: ann.name })
  await goPrivate(ann)
  for (const list of heard) list.length = 0
  const seen = nextEvent(fan.client, 'post.activity', ({ comments }) => comments.length > 0)
  await ann.client.call('comments.create', { postId, text: 'Among friends' })
  expect(await seen).toMatchObject({ postId, comments: [{ text: 'Among friends' }] })
  const last = clients.map(client => nextEvent(client, 'post.activity', update => update.postId === otherId))
  await fan.client.call('posts.like', { postId: otherId })
  await Promise.all(last)
  const told = heard.map(list => [...new Set(list.map(({ payload }) => payload.postId))])
  expect(told).toEqual([[postId, otherId], [otherId], [otherId]])
  // Its counts are public.
  await ann.client.call('posts.create', { caption: 'One more' })
  await until(
    async () => counted.at(-1)?.payload,
    update => update?.userId === ann.id && update.counts.posts === 2,
  )
})

it('all watchers are removed when their rights cannot be read', async () => {
  const { ann, fan, postId } = await publicAccount('socket')
  const heard = await hear(fan.client, 'post.activity')
  await fan.client.call('posts.watch', { postId })
  const { id: ownId } = await fan.client.call('posts.create', { caption: 'Mine' })
  await fan.client.call('posts.watch', { postId: ownId })
  const beside = untilTestEnds(await connectBeside(app.databaseUrl))
  await beside.query('begin')
  await beside.query('lock table follow in access exclusive mode')
  await invalidate(app, 'privacy', ann.id)
  // Read within half a second, and asked for half a second.
  await new Promise(resolve => setTimeout(resolve, 1200))
  await beside.query('rollback')
  await ann.client.call('posts.like', { postId })
  const update = nextEvent(fan.client, 'post.activity', one => one.postId === ownId)
  await ann.client.call('posts.like', { postId: ownId })
  await update
  expect(heard.map(({ payload }) => payload.postId)).toEqual([ownId])
})

it('an account that goes private serves its photos at new, unguessable URLs that no shared cache keeps', async () => {
  const { ann, fan, guest, postId, mediaId } = await publicAccount('http')
  const get = (url: string) => fetch(`http://127.0.0.1:${app.port}${url}`)
  const urlsFor = async ({ client }: Person) =>
    (await client.call('posts.get', { postId })).media.flatMap(media => media.image?.variants.map(one => one.url) ?? [])
  const before = (await urlsFor(guest))[0] ?? ''
  expect((await get(before)).headers.get('cache-control')).toBe('public, max-age=60')
  await goPrivate(ann)
  expect((await get(before)).status).toBe(404)
  const urls = await urlsFor(fan)
  expect(urls).toHaveLength(5)
  for (const url of urls) {
    const response = await get(url)
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, max-age=60'])
    const { pathname, searchParams } = new URL(url, app.url)
    expect(searchParams.get('s')).toMatch(/^[\w-]{22}$/)
    const hoursLeft = (Number(searchParams.get('e')) * 1000 - Date.now()) / 3_600_000
    expect(hoursLeft).toBeGreaterThan(1)
    expect(hoursLeft).toBeLessThanOrEqual(3)
    const guesses = [pathname, `${pathname}?p=1`, `${pathname}?e=9999999999&p=1&s=${searchParams.get('s')}`]
    guesses.push(`${pathname}?e=${searchParams.get('e')}&p=1&s=${'A'.repeat(22)}`)
    for (const guess of guesses) expect((await get(guess)).status, guess).toBe(404)
  }
  for (const path of [`/media/${mediaId}`, `/media/${mediaId}/`, '/media/uploads', `/photos/${mediaId}/large.webp`]) {
    expect((await get(path)).headers.get('content-type'), path).not.toMatch(/^image\//)
  }
  await expect(guest.client.call('media.get', { mediaId })).rejects.toMatchObject({ code: 'not_found' })
  await expect(urlsFor(guest)).rejects.toMatchObject({ code: 'not_found' })
})
