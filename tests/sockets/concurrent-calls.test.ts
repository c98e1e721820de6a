import { beforeAll, describe, expect, it } from 'vitest'
import { createConnectionQuota, createUserQuota, maxCalls } from '#sockets/quotas'
import { useApp } from '#support/app/use-app'
import { people } from '#support/people/people'
import { ackOf, openRawSocket } from '#support/transports/raw-socket'
import { type Ack, emit, join } from '#support/transports/sockets'

// Rate limits are wide here: concurrent calls stay bounded all the same.
const app = useApp()
let token: string
let bobs: string
let postId: string
beforeAll(async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  token = ann.client.tokens?.accessToken ?? ''
  bobs = bob.client.tokens?.accessToken ?? ''
  postId = (await ann.client.call('posts.create', { caption: 'Hello' })).id
})

const get = (more = '') => `["posts.get",{"postId":"${postId}"${more}}]`

/** Sends `count` calls in one piece and returns their responses. */
async function callTogether(count: number, call: string) {
  const raw = await openRawSocket(app)
  await raw.join('posts', token)
  raw.writeTogether(...Array.from({ length: count }, (_, n) => `42/posts,${n}${call}`))
  const answers: (Ack | undefined)[] = []
  for (let n = 0; n < count; n++) answers.push(ackOf(await raw.next(`43/posts,${n}[`)))
  return { raw, answers }
}

describe('calls of one connection', () => {
  it('are all carried out when a hundred come at once', async () => {
    const { answers } = await callTogether(800, get())
    expect(answers.every(answer => answer?.ok)).toBe(true)
  })

  it('beyond a thousand at once get an error with a retry time, and the connection continues', async () => {
    const { raw, answers } = await callTogether(3000, get())
    const rejected = answers.filter(answer => !answer?.ok)
    expect(answers.length - rejected.length).toBeGreaterThanOrEqual(maxCalls.held)
    expect(rejected.length).toBeGreaterThan(0)
    for (const { error } of rejected as Ack[]) expect(error).toMatchObject({ code: 'rate_limited', retryAfter: 1 })
    expect(await raw.emit('posts', 5000, get())).toMatchObject({ ok: true })
  })

  it('may hold a megabyte together, and further ones get an error with a retry time', async () => {
    const { raw, answers } = await callTogether(40, get(`,"more":"${'x'.repeat(60_000)}"`))
    const carriedOut = answers.filter(answer => answer?.ok).length
    expect(carriedOut).toBeGreaterThanOrEqual(Math.floor(maxCalls.bytes / 61_000))
    expect(carriedOut).toBeLessThan(40)
    for (const answer of answers.filter(answer => !answer?.ok)) expect(answer?.error?.code).toBe('rate_limited')
    expect(await raw.emit('posts', 5000, get())).toMatchObject({ ok: true })
  })

  it('take no capacity from another user', async () => {
    const flooding = callTogether(3000, get())
    const other = await join(app, 'posts', bobs)
    for (let n = 0; n < 10; n++) expect(await emit(other, 'posts.get', { postId })).toMatchObject({ ok: true })
    await flooding
  })
})

describe('the semaphore of a user', () => {
  it('carries out sixteen calls at once, and the next when one has ended', async () => {
    const userQuota = createUserQuota(1000)
    let running = 0
    let peak = 0
    const turns = Array.from({ length: 200 }, () =>
      userQuota.run(async () => {
        running += 1
        peak = Math.max(peak, running)
        await new Promise(resolve => setImmediate(resolve))
        running -= 1
      }),
    )
    await Promise.all(turns)
    expect(peak).toBe(maxCalls.running)
  })

  it('alternates between connections, so that one with many calls does not block another', async () => {
    const userQuota = createUserQuota(1000)
    const done: string[] = []
    const call = (client: string) =>
      userQuota.run(async () => {
        await new Promise(resolve => setImmediate(resolve))
        done.push(client)
      }, client)
    await Promise.all([...Array.from({ length: 200 }, () => call('busy')), call('quiet')])
    expect(done.indexOf('quiet')).toBeLessThan(3 * maxCalls.running)
  })

  it('continues with the next call when one fails', async () => {
    const userQuota = createUserQuota(1)
    const fail = () => Promise.reject(new Error('It failed.'))
    await Promise.allSettled(Array.from({ length: 50 }, () => userQuota.run(fail)))
    expect(await userQuota.run(async () => 'done')).toBe('done')
  })

  it('returns the quota of a call when it is released', () => {
    const userQuota = createUserQuota(1000)
    const releases = Array.from({ length: maxCalls.held }, () => userQuota.hold(1))
    expect(() => userQuota.hold(1)).toThrow('wait for responses')
    for (const release of releases) release()
    expect(() => userQuota.hold(maxCalls.bytes)).not.toThrow()
    expect(() => userQuota.hold(1)).toThrow('wait for responses')
  })
})

describe('the quota of a connection', () => {
  it('holds no more before sign-in than a client needs to sign in, whatever the scale', () => {
    const quota = createConnectionQuota(100_000)
    const taken = Array.from({ length: 100 }, () => quota.packet(100, false)).filter(why => why === null)
    expect(taken).toHaveLength(50)
    expect(createConnectionQuota(100_000).packet(17_000, false)).toMatchObject({ code: 'unauthenticated' })
    expect(createConnectionQuota(100_000).body(70_000)).toMatchObject({ code: 'too_large' })
  })

  it('is multiplied after sign-in, except for namespaces', () => {
    const [narrow, wide] = [createConnectionQuota(1), createConnectionQuota(10)]
    narrow.signIn(createUserQuota(1))
    wide.signIn(createUserQuota(10))
    const taken = (count: () => unknown) => Array.from({ length: 30_000 }, count).filter(why => why === null).length
    expect(taken(() => narrow.packet(1, false))).toBeLessThan(2200)
    expect(taken(() => wide.packet(1, false))).toBeGreaterThanOrEqual(20_000)
    expect(taken(() => wide.packet(1, true))).toBeLessThan(60)
  })
})
