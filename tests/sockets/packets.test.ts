import { beforeAll, describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { people } from '#support/people/people'
import { openRawPolling } from '#support/transports/raw-polling'
import { openRawSocket } from '#support/transports/raw-socket'

const app = useApp()
let token: string
let bobs: string
beforeAll(async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  token = ann.client.tokens?.accessToken ?? ''
  bobs = bob.client.tokens?.accessToken ?? ''
})

const bytes = (length: number) => new Uint8Array(length)
/** Another person's connection, opened now, is served. */
async function othersAreServed() {
  const other = await openRawSocket(app)
  await other.join('users', bobs)
  expect(await other.emit('users', 1, '["users.me"]')).toMatchObject({ ok: true })
}

describe.each([
  ['before sign-in', false],
  ['after sign-in', true],
])('a packet that breaks the protocol %s ends its own connection and nothing else', (_, isSignedIn) => {
  it.each<[string, string | Uint8Array]>([
    ['a message packet with nothing in it', '4'],
    ['a message packet in a message packet', '44'],
    ['a message packet with a NUL', '4\0'],
    ['a message packet with a lone surrogate', '4\ud800'],
    ['a message packet in words', '4undefined'],
    ['a message packet with JSON', '4{}'],
    ['an event in the main namespace with nothing', '42'],
    ['an acknowledgement in the main namespace with nothing', '43'],
    ['a binary event without a number of attachments', '45'],
    ['a binary event that never ends', '451-'],
    ['a binary acknowledgement with nothing', '46'],
    ['a connect with a list', '40[]'],
    ['a disconnect of a namespace that was not joined', '41/feed,'],
    ['an empty frame', ''],
    ['an empty binary frame', bytes(0)],
    ['a binary frame of one byte', bytes(1)],
    ['a binary frame of 100 kB', bytes(100_000)],
    ['a frame of separators', '\x1e\x1e\x1e'],
    ['a packet of an unknown kind', '7'],
    ['a packet named by an inherited property', '__proto__'],
    ['a ping, which only the server sends', '2'],
    ['an upgrade probe outside an upgrade', '2probe'],
    ['base64 without bytes', 'b'],
    ['base64 that is none', 'b%%%%'],
    ['base64 of three bytes', 'bAAAA'],
  ])('over WebSocket: %s', async (_, packet) => {
    const raw = await openRawSocket(app)
    if (isSignedIn) await raw.join('posts', token)
    raw.write(packet)
    if (packet === '451-') raw.write('42/posts,["x"]')
    await raw.closed
    await othersAreServed()
  })

  it.each<[string, string]>([
    ['an empty body', ''],
    ['a message packet with nothing in it', '4'],
    ['a message packet in a message packet', '44'],
    ['two message packets with nothing in them', '4\x1e4'],
    ['a message packet with nothing behind a good one', '3\x1e4'],
    ['only a separator', '\x1e'],
    ['only separators', '\x1e'.repeat(1000)],
    ['a separator behind a good packet', '3\x1e'],
    ['a ping, which only the server sends', '2'],
    ['an upgrade probe outside an upgrade', '2probe'],
    ['a close', '1'],
    ['a close before other packets', '1\x1e4\x1e40\x1e4'],
    ['base64 without bytes', 'b'],
    ['base64 that is none', 'b%%%%'],
    ['base64 of three bytes', 'bAAAA'],
    ['base64 of three bytes that nobody announced, twice', 'bAAAA\x1ebAAAA'],
    ['an unknown kind', '7'],
    ['a binary event that a text follows', '451-/posts,["x",{"_placeholder":true,"num":0}]\x1e42/posts,["x"]'],
    ['a form', 'd=4'],
  ])('over polling: %s', async (_, body) => {
    const polling = await openRawPolling(app)
    if (isSignedIn) await polling.join('posts', token)
    await polling.post(body)
    await polling.closed()
    await othersAreServed()
  })

  it('but one that is only out of order ends nothing', async () => {
    const raw = await openRawSocket(app)
    if (isSignedIn) await raw.join('posts', token)
    for (const packet of ['3', '3', '6', '5', '5probe', '3probe', '0', '0{"sid":"x"}', '6x']) raw.write(packet)
    await raw.join('users', token)
    expect(await raw.emit('users', 1, '["users.me"]')).toMatchObject({ ok: true })
    const polling = await openRawPolling(app)
    if (isSignedIn) await polling.join('posts', token)
    await polling.postTogether('3', '3', '6', '5', '3probe', '0')
    await polling.join('users', token)
  })
})

describe('an upgrade from polling to WebSocket', () => {
  it.each<[string, string[]]>([
    ['a message packet with nothing in it instead of the probe', ['4']],
    ['a message packet with nothing in it after the probe', ['2probe', '4']],
    ['a connect before the upgrade', ['2probe', '40/users,{}']],
    ['an empty frame', ['']],
    ['a ping without the probe', ['2']],
  ])('fails with %s, and the polling continues', async (_, packets) => {
    const polling = await openRawPolling(app)
    const raw = await openRawSocket(app, { upgrade: polling.line })
    for (const packet of packets) raw.write(packet)
    await raw.closed
    await polling.join('users', token)
    await othersAreServed()
  })

  it('happens once, and an empty message packet ends it', async () => {
    const polling = await openRawPolling(app)
    const raw = await openRawSocket(app, { upgrade: polling.line })
    raw.write('2probe')
    await raw.next('3probe')
    raw.write('5')
    await raw.join('users', token)
    raw.write('4')
    await raw.closed
    await othersAreServed()
  })
})
