import { beforeAll, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { nextEvent, until } from '#support/events/next-event'
import { anotherDevice, type Person, person } from '#support/people/people'
import { ask } from '#support/transports/http'
import { openRawPolling } from '#support/transports/raw-polling'
import { openRawSocket } from '#support/transports/raw-socket'

const app = useApp()
let ann: Person
beforeAll(async () => {
  ann = await person(app, 'ann')
  const caption = '🌊'.repeat(2200)
  for (let i = 0; i < 50; i++) await ann.client.call('posts.create', { caption })
})

const closedAsSlow = async () => {
  const { text } = await ask(app, 'GET', '/metrics')
  return Number(text.match(/^heliograph_slow_sockets_closed_total (\d+)/m)?.[1])
}
const signedIn = async () => (await anotherDevice(app, ann)).tokens?.accessToken ?? ''

/** A client that asks for some 16 MB and reads none of it. */
async function hanging() {
  const raw = await openRawSocket(app)
  const token = await signedIn()
  await raw.join('feed', token)
  await raw.join('messages', token)
  raw.pause()
  for (let n = 1; n <= 34; n++) raw.write(`42/feed,${n}["feed.home",{"limit":50}]`)
  return { raw, token }
}

it('a client that does not read is closed once a megabyte is queued for it, and nobody else waits', async () => {
  const before = await closedAsSlow()
  const healthy = await openRawSocket(app)
  await healthy.join('feed', await signedIn())
  const first = await hanging()
  await until(closedAsSlow, count => count > before)
  const second = await hanging()
  await until(closedAsSlow, count => count > before + 1)
  for (const { raw } of [first, second]) {
    raw.resume()
    await raw.closed
    // It comes before most of the responses, which are dropped.
    expect(raw.heard().at(-1)).toMatch(/^42\/messages,\["connection\.closing",/)
    expect(raw.heard().at(-1)).toContain('"code":"unavailable"')
    expect(raw.heard().at(-1)).toContain('"retryAfter":1,"reason":"slow"')
    expect(raw.heard().filter(message => message.startsWith('43/feed,')).length).toBeLessThan(34)
  }
  expect(await closedAsSlow()).toBe(before + 2)
  expect(await healthy.emit('feed', 1, '["feed.home",{"limit":1}]')).toMatchObject({ ok: true })
})

it('a client that does not poll is closed, and learns why when it does', async () => {
  const before = await closedAsSlow()
  const polling = await openRawPolling(app)
  await polling.join('feed', await signedIn())
  for (let n = 1; n <= 34; n++) await polling.post(`42/feed,${n}["feed.home",{"limit":50}]`)
  await until(closedAsSlow, count => count > before)
  expect(await polling.closed()).toContain('"reason":"slow"')
})

it('a client that reads slowly but steadily gets everything it asks for', async () => {
  const raw = await openRawSocket(app)
  await raw.join('feed', await signedIn())
  for (let n = 1; n <= 100; n++) raw.write(`42/feed,${n}["feed.home",{"limit":50}]`)
  for (let n = 1; n <= 100; n++) expect(await raw.next(`43/feed,${n}[`)).toContain('"ok":true')
})

it('a client that does not read cannot delay the end of its session', async () => {
  const bob = await person(app, 'bob')
  const other = await anotherDevice(app, ann)
  await other.connect('messages')
  const { raw, token } = await hanging()
  await ask(app, 'POST', '/v1/auth/sign-out', { token })
  const heard = nextEvent(other, 'conversation.changed')
  const { id } = await ann.client.call('conversations.open', { usernames: [bob.name], title: 'After the sign-out' })
  expect((await heard).conversation.id).toBe(id)
  raw.resume()
  await raw.closed
  expect(raw.heard().filter(message => message.includes(id))).toEqual([])
})
