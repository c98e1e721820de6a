import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { type Person, people } from '#support/people/people'
import { ask } from '#support/transports/http'
import { openRawPolling } from '#support/transports/raw-polling'
import { openRawSocket, type RawSocket } from '#support/transports/raw-socket'

let ann: Person
let bob: Person
let postId: string
const app = useApp({
  env: { RATE_LIMIT_SCALE: '1' },
  async prepare(wide) {
    ;[ann, bob] = await people(wide, ['ann', 'bob'])
    postId = (await ann.client.call('posts.create', { caption: 'Hello' })).id
  },
})

const tokenOf = ({ client }: Person) => client.tokens?.accessToken ?? ''
const joined = async (who: Person, namespace = 'posts') => {
  const raw = await openRawSocket(app)
  await raw.join(namespace, tokenOf(who))
  return raw
}
const get = () => `["posts.get",{"postId":"${postId}"}]`
const times = (count: number, packet: (n: number) => string | Uint8Array) =>
  Array.from({ length: count }, (_, n) => packet(n))
/** Sends it all, while another person calls, and returns what came until the connection was closed. */
async function flood(raw: RawSocket, packets: (string | Uint8Array)[], times = 1) {
  const other = await joined(bob)
  if (times === 1) raw.writeTogether(...packets)
  else raw.writeOften(packets[0] as string, times)
  for (let n = 1; n <= 5; n++) expect(await other.emit('posts', n, get())).toMatchObject({ ok: true })
  await raw.closed
  return raw.heard()
}

describe('a connection that floods before sign-in is closed after some dozen packets with the reason:', () => {
  it.each<[string, string]>([
    ['connects to the main namespace', '40'],
    ['connects to the main namespace, spelled oddly', '4 '],
    ['connects without a token', '40/feed,{}'],
    ['connects with a token that nobody gave', '40/posts,{"token":"x"}'],
    ['connects to a namespace that does not exist', '40/made-up,'],
    ['pongs', '3'],
    ['noops', '6'],
    ['upgrades outside an upgrade', '5'],
  ])('100,000 frames: %s', async (_, packet) => {
    const heard = await flood(await openRawSocket(app), [packet], 100_000)
    expect(heard.length).toBeLessThanOrEqual(51)
    expect(heard.at(-1)).toMatch(/^44.*"code":"rate_limited".*"retryAfter":\d+.*"reason":"flood"/)
  })

  it('2,000 connects to namespaces that do not exist', async () => {
    const heard = await flood(
      await openRawSocket(app),
      times(2000, n => `40/made-up-${n},`),
    )
    expect(heard.length).toBeLessThanOrEqual(51)
    expect(heard.at(-1)).toContain('"reason":"flood"')
  })

  it.each<[string, string | Uint8Array]>([
    ['a connect of 17 kB', `40/posts,{"token":"${'x'.repeat(17_000)}"}`],
    ['a connect of 1.4 MB', `40/posts,{"token":"${'x'.repeat(1_400_000)}"}`],
    ['bytes of 17 kB', new Uint8Array(17_000)],
    ['a noop of 17 kB', `6${'x'.repeat(17_000)}`],
  ])('one frame that is too large: %s', async (_, packet) => {
    const heard = await flood(await openRawSocket(app), [packet])
    // A large one may be caught by its bytes before it is whole.
    expect(heard).toEqual([expect.stringMatching(/^44.*"code":"(unauthenticated|rate_limited)".*"reason":"flood"/)])
  })

  it('packets of 8 kB', async () => {
    const heard = await flood(
      await openRawSocket(app),
      times(1000, n => `40/posts,{"token":"${'x'.repeat(8000)}${n}"}`),
    )
    expect(heard.length).toBeLessThanOrEqual(9)
    expect(heard.at(-1)).toContain('"reason":"flood"')
  })

  it('control frames, which are no packets', async () => {
    const raw = await openRawSocket(app)
    for (let n = 0; n < 3000; n++) raw.write('x'.repeat(100), { opcode: 'ping' })
    await raw.closed
    expect(raw.heard().at(-1)).toContain('"reason":"flood"')
  })

  it('a frame that never ends', async () => {
    const raw = await openRawSocket(app)
    raw.write(`40/posts,{"token":"${'x'.repeat(200_000)}`, { final: false })
    await raw.closed
  })

  it('upgrade probes', async () => {
    const polling = await openRawPolling(app)
    const raw = await openRawSocket(app, { upgrade: polling.line })
    const heard = polling.closed()
    raw.writeOften('2probe', 100_000)
    await raw.closed
    expect(raw.heard().length).toBeLessThanOrEqual(51)
    expect(await heard).toContain('"reason":"flood"')
  })

  it('upgrades that fail', async () => {
    const polling = await openRawPolling(app)
    for (let n = 0; n < 100; n++) {
      const raw = await openRawSocket(app, { upgrade: polling.line }).catch(() => null)
      raw?.write('6')
      await raw?.closed
      if (!raw) break
    }
    expect(await polling.closed()).toContain('"reason":"flood"')
  })

  it('ten requests of 1.4 MB of connects at once, rejected before they are read', async () => {
    const body = times(467_000, () => '40').join('\x1e')
    const before = process.memoryUsage()
    const lines = await Promise.all(times(10, () => '').map(() => openRawPolling(app)))
    const other = await joined(bob)
    const answers = await Promise.all(lines.map(line => line.post(body)))
    expect(await other.emit('posts', 1, get())).toMatchObject({ ok: true })
    for (const answer of answers) expect(answer).toMatchObject({ status: 413, body: { code: 'too_large' } })
    for (const line of lines) expect(await line.closed()).toContain('"reason":"flood"')
    // The ten bodies belong to this process.
    expect(process.memoryUsage().heapUsed - before.heapUsed).toBeLessThan(100e6)
  })

  it('a request of 60 kB of connects', async () => {
    const line = await openRawPolling(app)
    const poll = line.poll()
    await line.post(times(20_000, () => '40').join('\x1e')).catch(() => null)
    const heard = `${(await poll).text}\x1e${await line.closed()}`
    expect(heard.split('44{').length).toBeLessThanOrEqual(52)
    expect(heard).toContain('"reason":"flood"')
    expect((await line.post('40')).status).toBe(400)
  })

  it('a request without a length', async () => {
    const line = await openRawPolling(app)
    const headers = { 'content-length': undefined, 'transfer-encoding': 'chunked' }
    const answer = await ask(app, 'POST', line.line, { body: '40', headers })
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } })
    await line.closed()
  })

  it('small requests one after another', async () => {
    const line = await openRawPolling(app)
    let answered = 0
    while ((await line.post('40/feed,{}').catch(() => null))?.status === 200) answered += 1
    expect(answered).toBeLessThanOrEqual(51)
  })
})

describe('a connection that floods after sign-in is closed with the reason once:', () => {
  const renew = () => `["session.renew",{"token":"${tokenOf(ann)}"}]`
  it.each<[string, number, (n: number) => string | Uint8Array]>([
    ['calls', 1200 + 500, n => `42/posts,${n}${get()}`],
    ['calls that want no answer', 0, () => `42/posts,${get()}`],
    ['calls with a payload that is not valid', 1200 + 500, n => `42/posts,${n}["posts.get",{"postId":7}]`],
    ['unknown events', 500, n => `42/posts,${n}["nothing.known",{}]`],
    ['unknown events, each with another name', 500, n => `42/posts,${n}["nothing.known.${n}"]`],
    ['events that are called by a number', 500, n => `42/posts,${n}[${n},{}]`],
    ['events without a name', 500, n => `42/posts,${n}`],
    ['tokens', 300 + 500, n => `42/posts,${n}${renew()}`],
    ['tokens that are none', 300 + 500, n => `42/posts,${n}["session.renew",{"token":"x"}]`],
    ['calls with two payloads', 500, n => `42/posts,${n}["posts.get",{},{}]`],
    ['connects to namespaces that do not exist', 50, n => `40/made-up-${n},{}`],
    ['connects with a token that nobody gave', 50, n => `40/users,{"token":"x${n}"}`],
    ['acknowledgements of nothing', 0, n => `43/posts,${n}[1]`],
    ['pongs', 0, () => '3'],
    ['noops', 0, () => '6'],
  ])('5,000 %s', async (_, most, packet) => {
    const heard = await flood(await joined(ann), times(5000, packet))
    const told = heard.filter(message => message.includes('"connection.closing"'))
    expect(told).toHaveLength(1)
    expect(told[0]).toMatch(
      /^42\/posts,\["connection\.closing",\{"code":"rate_limited",.*"retryAfter":30,"reason":"flood"\}\]$/,
    )
    const answers = heard.filter(message => /^(43|44|40)/.test(message))
    expect(answers.length).toBeLessThanOrEqual(most)
  })

  it('payloads that are too large', async () => {
    const large = (n: number) => `42/posts,${n}["posts.get",{"postId":"${'x'.repeat(70_000)}"}]`
    const heard = await flood(await joined(ann), times(200, large))
    expect(heard.at(-1)).toContain('"reason":"flood"')
    expect(heard.length).toBeLessThan(70)
  })

  it('joins and leaves of namespaces', async () => {
    const raw = await joined(ann)
    let joins = 0
    const again = async () => {
      await raw.join('feed', tokenOf(ann))
      raw.write('41/feed,')
      await raw.emit('posts', joins, get())
      joins += 1
    }
    while (
      joins < 200 &&
      (await again().then(
        () => true,
        () => false,
      ))
    );
    await raw.closed
    expect(joins).toBeLessThanOrEqual(60)
    expect(raw.heard().at(-1)).toContain('"reason":"flood"')
  })

  it('with the reason on each of its namespaces', async () => {
    const raw = await joined(ann)
    await raw.join('users', tokenOf(ann))
    const heard = await flood(
      raw,
      times(5000, () => '6'),
    )
    expect(heard.filter(message => message.includes('"flood"')).map(message => message.slice(0, 8))).toEqual([
      '42/posts',
      '42/users',
    ])
  })

  it('over polling, by one request of 1.4 MB', async () => {
    const line = await openRawPolling(app)
    await line.join('posts', tokenOf(ann))
    const heard = line.closed()
    await line.post(times(467_000, () => '40').join('\x1e')).catch(() => null)
    expect(await heard).toContain('"reason":"flood"')
  })
})

describe('a user with several connections', () => {
  it('may send no more packets over two than over one: the second is closed with the reason', async () => {
    const [first, second] = [await joined(ann), await joined(ann)]
    first.writeOften('6', 1900)
    expect(await first.emit('posts', 1, get())).toMatchObject({ ok: true })
    expect(await flood(second, ['6'], 1900)).toContainEqual(
      expect.stringMatching(/"connection.closing",.*"code":"rate_limited".*"retryAfter":\d+.*"reason":"flood"/),
    )
  })

  it('is limited in unknown events over all of them together', async () => {
    const [first, second] = [await joined(bob), await joined(bob)]
    for (let n = 1; n <= 120; n++) await first.emit('posts', n, '["nothing.known"]')
    for (const raw of [first, second]) {
      expect(await raw.emit('posts', 999, '["nothing.known"]')).toMatchObject({
        error: { code: 'rate_limited', retryAfter: expect.any(Number) },
      })
    }
  })
})
