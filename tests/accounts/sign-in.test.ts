import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp, untilTestEnds } from '#support/app'
import { ask } from '#support/http'
import { clientOf, password } from '#support/people'
import { freshEmail, freshName, freshPhone, type SignUp, signUpAt } from '#support/sign-ups'

let app: TestApp
let ann: SignUp
let bob: SignUp
beforeAll(async () => {
  app = await startApp()
  ann = await signUpAt(app, 'photo')
  bob = await signUpAt(app, 'photo', freshPhone())
  await Promise.all([ann, bob].map(({ client }) => client.call('auth.skipPhoto', {})))
})
afterAll(() => app.close())

const signIn = (login: unknown, given: unknown = password, to: Pick<TestApp, 'port'> = app, headers = {}) =>
  ask(to, 'POST', '/v1/auth/sign-in', { body: { login, password: given }, headers })

describe('signing in', () => {
  it('works by user name and by email in any case, and by phone', async () => {
    const logins = [
      ann.username,
      ann.username.toUpperCase(),
      ann.contact,
      ann.contact.toUpperCase(),
      ` ${ann.contact} `,
    ]
    for (const login of logins)
      expect(await signIn(login)).toMatchObject({ status: 200, body: { user: { username: ann.username } } })
    for (const login of [bob.username, bob.contact])
      expect(await signIn(login)).toMatchObject({ status: 200, body: { user: { username: bob.username } } })
  })

  it('does not work by an address that has not been proven', async () => {
    const contact = freshEmail()
    const username = freshName()
    await clientOf(app).signUp({ contact, username, password, fullName: 'Cy' })
    expect(await signIn(contact)).toMatchObject({ status: 401 })
    expect(await signIn(username)).toMatchObject({ status: 200, body: { tokens: { stage: 'code' } } })
  })

  it('begins a session of its own each time', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => signIn(ann.username)))
    const tokens = answers.map(({ body }) => (body.tokens as { refreshToken: string }).refreshToken)
    expect(new Set(tokens.map(token => token.split('.')[0])).size).toBe(5)
  })

  it('answers alike when nobody has the name, when the password is wrong and when the account is suspended', async () => {
    const { username } = await signUpAt(app, 'photo')
    await app.query(`update users set status = 'suspended' where username = ?`, [username])
    const answers = [
      await signIn(freshName(), password),
      await signIn(ann.username, 'not this one'),
      await signIn(ann.contact, 'not this one'),
      await signIn(username, password),
    ]
    const [first] = answers
    expect(first).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    for (const { status, text, headers } of answers) {
      expect([status, text, Object.keys(headers).sort()]).toEqual([
        401,
        first?.text,
        Object.keys(first?.headers ?? {}).sort(),
      ])
    }
  })

  it('takes as long for a name that nobody has as for a wrong password', async () => {
    const unknown: number[] = []
    const wrong: number[] = []
    for (let round = 0; round < 15; round++) {
      unknown.push(await timeOf(() => signIn(`nobody${round}`, 'not this one')))
      wrong.push(await timeOf(() => signIn(ann.username, 'not this one')))
    }
    // The quickest of each, as others keep this machine busy; without the hashing one would be a tenth of the other.
    const ratio = Math.min(...unknown) / Math.min(...wrong)
    expect(ratio).toBeGreaterThan(0.6)
    expect(ratio).toBeLessThan(1.7)
  })

  it.each([
    ["' or 1=1--", "' or 1=1--"],
    ['%', '%'],
    ['_______', '\\'],
    ['deleted', 'deleted'],
    ['null', 'null'],
    ['__proto__', '__proto__'],
    ['ann\ud83d', 'x'],
    ['ann\0', 'x'],
    ['', 'x'],
    ['   ', 'x'],
    [{ $ne: null }, { $ne: null }],
    [['ann'], ['x']],
    [7, 7],
    [null, null],
    [true, true],
  ])('lets nobody in as %j', async (login, given) => {
    const answer = await signIn(login, given)
    expect([401, 422]).toContain(answer.status)
    expect(answer.body.tokens).toBeUndefined()
  })
})

describe('the limit of tries', () => {
  it('counts by address, and a made-up forwarding header is no other address', async () => {
    const strict = untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '0.1' } }))
    const statuses: number[] = []
    for (let i = 1; i <= 5; i++) {
      const headers = { 'x-forwarded-for': `192.0.2.${i}`, 'x-real-ip': `192.0.2.${i}`, forwarded: `for=192.0.2.${i}` }
      statuses.push((await signIn('ann', 'not this one', strict, headers)).status)
    }
    expect(statuses).toEqual([401, 401, 401, 429, 429])
    const refused = await signIn('ann', 'not this one', strict)
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited', retryAfter: expect.any(Number) } })
    expect(refused.headers['retry-after']).toBe(String(refused.body.retryAfter))
  })

  it('counts by the address that a trusted proxy wrote, and by no earlier one', async () => {
    const proxied = untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '0.1', TRUST_PROXY: '1' } }))
    const from = (forwarded: string) => signIn('ann', 'not this one', proxied, { 'x-forwarded-for': forwarded })
    for (let i = 1; i <= 3; i++) expect(await from(`192.0.2.${i}, 198.51.100.7`)).toMatchObject({ status: 401 })
    expect(await from('192.0.2.4, 198.51.100.7')).toMatchObject({ status: 429 })
    expect(await from('192.0.2.4, 198.51.100.8')).toMatchObject({ status: 401 })
  })
})

async function timeOf(call: () => Promise<unknown>) {
  const began = performance.now()
  await call()
  return performance.now() - began
}
