import { describe, expect, it } from 'vitest'
import { createCredentials } from '#auth/credentials'
import type { ApiError } from '#core/pipeline/errors'
import { startApp, type TestApp, untilTestEnds, useApp } from '#support/app/use-app'
import { ageCodes } from '#support/people/change-code'
import { deleteSessions } from '#support/people/change-session'
import { password, person } from '#support/people/people'
import { authenticatorCode, headersOf, type Place, signIn, tokensIn } from '#support/people/sign-ins'
import { freshEmail, freshName, freshPhone } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp({ env: { RATE_LIMIT_SCALE: '1', TRUST_PROXY: '1' } })

let hosts = 0
/** An address that nothing else has come from: calls as such are limited by address too. */
const elsewhere = (): Place => ({ ip: `10.0.${Math.floor(++hosts / 250)}.${(hosts % 250) + 1}` })
const wrong = (login: string, place: Place, more = {}) =>
  signIn(app, { login, password: 'not this one', ...more }, place)
const limited = { status: 429, body: { code: 'rate_limited', retryAfter: expect.any(Number) } }
const statuses = (answers: { status: number }[]) => answers.map(answer => answer.status)

/** A person who has signed in from a place of their own, with what their device was given. */
async function owner() {
  const ann = await person(app, 'ann')
  await deleteSessions(app, ann)
  const home = elsewhere()
  const { deviceToken } = tokensIn(await signIn(app, { login: ann.name }, home))
  return { ...ann, home, deviceToken }
}

async function tryOut(login: string, times = 5) {
  const answers = []
  for (let i = 0; i < times; i += 1) answers.push(await wrong(login, elsewhere()))
  return statuses(answers)
}

describe('the tries of strangers with one login', () => {
  it('are five from anywhere, and then the right password has to wait as well', async () => {
    const { name } = await owner()
    expect(await tryOut(name, 7)).toEqual([401, 401, 401, 401, 401, 429, 429])
    const rejected = await signIn(app, { login: name }, elsewhere())
    expect(rejected).toMatchObject(limited)
    expect(rejected.headers['retry-after']).toBe(String(rejected.body.retryAfter))
    expect(rejected.body.retryAfter).toBeGreaterThan(800)
    expect(rejected.body.retryAfter).toBeLessThanOrEqual(900)
  })

  it('are five when twenty come at once', async () => {
    const { name } = await owner()
    const answers = statuses(await Promise.all(Array.from({ length: 20 }, () => wrong(name, elsewhere()))))
    expect(answers.sort()).toEqual([...Array(5).fill(401), ...Array(15).fill(429)])
  })

  it('are five for a login that nobody has', async () => {
    for (const login of [freshName(), freshEmail(), `+44163296${hosts}00`, 'x'.repeat(254)])
      expect(await tryOut(login, 6)).toEqual([401, 401, 401, 401, 401, 429])
  })

  it('are five for an address with an unfinished sign-up, whether or not an account has it', async () => {
    const { name } = await owner()
    const taken = `${name}@example.org`
    await ageCodes(app, taken, 61)
    for (const contact of [taken, freshEmail()]) {
      const here = elsewhere()
      const body = { contact, username: freshName(), password: 'another passphrase', fullName: 'Mal' }
      const begun = await ask(app, 'POST', '/v1/auth/sign-up', { body, headers: headersOf(here) })
      const { deviceToken } = tokensIn(begun)
      const goOn = () => signIn(app, { login: contact, password: body.password, deviceToken }, here)
      for (let i = 0; i < 3; i += 1) expect(await wrong(contact, here, { deviceToken })).toMatchObject({ status: 401 })
      // A sign-up of one's own gives no more guesses at what may be somebody else's.
      for (let i = 0; i < 3; i += 1) expect(await goOn()).toMatchObject({ status: 200 })
      for (let i = 0; i < 2; i += 1) expect(await wrong(contact, here, { deviceToken })).toMatchObject({ status: 401 })
      expect(await goOn()).toMatchObject(limited)
    }
  })

  it('are counted together in any case and with any blanks', async () => {
    const { name } = await owner()
    const spelled = [name, name.toUpperCase(), ` ${name}`, `${name}\t`, `\u00a0${name}`]
    for (const login of spelled) expect(await wrong(login, elsewhere())).toMatchObject({ status: 401 })
    expect(await wrong(name, elsewhere())).toMatchObject(limited)
  })

  it('do not lock the owner out on a known device or at a known address', async () => {
    const { name, home, deviceToken } = await owner()
    await tryOut(name, 6)
    expect(await signIn(app, { login: name }, home)).toMatchObject({ status: 200 })
    expect(await signIn(app, { login: name, deviceToken }, elsewhere())).toMatchObject({ status: 200 })
    expect(await signIn(app, { login: name }, elsewhere())).toMatchObject(limited)
  })

  it('are cleared when one succeeds', async () => {
    const ann = await person(app, 'ann')
    await deleteSessions(app, ann)
    await tryOut(ann.name, 4)
    const somewhere = elsewhere()
    expect(await signIn(app, { login: ann.name }, somewhere)).toMatchObject({ status: 200 })
    await deleteSessions(app, ann)
    expect(await tryOut(ann.name, 6)).toEqual([401, 401, 401, 401, 401, 429])
  })
})

describe('the tries on a known device of an account', () => {
  it('are ten, and tries elsewhere do not use them up', async () => {
    const { name, deviceToken } = await owner()
    const answers = []
    for (let i = 0; i < 11; i += 1) answers.push(await wrong(name, elsewhere(), { deviceToken }))
    expect(statuses(answers)).toEqual([...Array(10).fill(401), 429])
    expect(await wrong(name, elsewhere())).toMatchObject({ status: 401 })
  })

  it('are not granted for the device token of another account or a forged one', async () => {
    const [ann, eve] = [await owner(), await owner()]
    const forged = [eve.deviceToken, `${ann.deviceToken.slice(0, -2)}xx`, ann.deviceToken.split('.')[0], '', '.', 'x']
    for (const deviceToken of forged.slice(0, 5))
      expect(await wrong(ann.name, elsewhere(), { deviceToken })).toMatchObject({ status: 401 })
    for (const deviceToken of forged)
      expect(await signIn(app, { login: ann.name, deviceToken }, elsewhere())).toMatchObject(limited)
  })

  it('are not granted for a token of another kind', async () => {
    const ann = await owner()
    const tokens = tokensIn(await signIn(app, { login: ann.name }, ann.home))
    await tryOut(ann.name, 5)
    for (const deviceToken of [tokens.refreshToken, tokens.accessToken.slice(0, 200)])
      expect(await signIn(app, { login: ann.name, deviceToken }, elsewhere())).toMatchObject(limited)
  })
})

it('a thief with a session and the password may try twenty authenticator codes a day to disable it', async () => {
  const { client } = await person(app, 'ann')
  const token = client.tokens?.accessToken ?? ''
  const { secret } = await client.call('auth.totpBegin', { currentPassword: password })
  await client.call('auth.totpConfirm', { code: authenticatorCode(secret) })
  const disable = (currentPassword: string) =>
    ask(app, 'POST', '/v1/auth/totp/disable', { token, body: { currentPassword, totp: 'wrong code' } })
  // Callers who do not know the password use none of them up.
  for (let i = 0; i < 5; i += 1) await disable('not this one')
  const answers = []
  for (let i = 0; i < 21; i += 1) answers.push(await disable(password))
  expect(statuses(answers)).toEqual([...Array(20).fill(403), 429])
  expect(answers[20]?.body.retryAfter).toBeGreaterThan(80_000)
})

describe('the tries from one address', () => {
  it('are a hundred an hour over all logins, and a success in between does not reset them', async () => {
    const strict = untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '0.1', TRUST_PROXY: '1' } }))
    // As a transport calls that has let the call in: a few a minute may sign in at all.
    const call = (login: string, given: string) =>
      strict
        .run(
          'auth.signIn',
          { login, password: given },
          { viewer: null, from: { ip: '10.9.9.9', userAgent: '', connectionId: null }, admitted: true },
        )
        .then(
          () => 'ok',
          (error: ApiError) => error.code,
        )
    const eve = await accountIn(strict)
    const codes = []
    for (let i = 0; i < 8; i += 1) codes.push(await call(freshName(), 'not this one'))
    codes.push(await call(eve, password))
    for (let i = 0; i < 4; i += 1) codes.push(await call(freshName(), 'not this one'))
    expect(codes).toEqual([
      ...Array(8).fill('unauthenticated'),
      'ok',
      ...Array(2).fill('unauthenticated'),
      ...Array(2).fill('rate_limited'),
    ])
    expect(await call(eve, password)).toBe('rate_limited')
  })

  it('are counted by network when an address has a whole one', async () => {
    const strict = untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '0.01', TRUST_PROXY: '1' } }))
    const from = (ip: string) => signIn(strict, { login: freshName(), password: 'not this one' }, { ip })
    expect(await from('2001:db8:1:2::1')).toMatchObject({ status: 401 })
    expect(await from('2001:db8:1:2:ffff::2')).toMatchObject(limited)
    expect(await from('2001:db8:1:3::1')).toMatchObject({ status: 401 })
  })

  it('are not evaded by a forged forwarding header', async () => {
    const strict = untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '0.1' } }))
    const tried: number[] = []
    for (let i = 1; i <= 5; i++) {
      const headers = { 'x-forwarded-for': `192.0.2.${i}`, 'x-real-ip': `192.0.2.${i}`, forwarded: `for=192.0.2.${i}` }
      const body = { login: freshName(), password }
      tried.push((await ask(strict, 'POST', '/v1/auth/sign-in', { body, headers })).status)
    }
    expect(tried).toEqual([401, 401, 401, 429, 429])
  })
})

/** A finished account in an app that lets nobody sign up as often as the tests do. */
async function accountIn(strict: TestApp) {
  const username = freshName()
  const passwordHash = await createCredentials(strict.config.jwtSecrets).hashPassword(password)
  await strict.query(
    `insert into users (username, skeleton, full_name, password_hash, stage, verified_at, email)
      values (?, ?, 'Eve', ?, 'done', now(), ?)`,
    [username, username, passwordHash, freshEmail()],
  )
  return username
}

it('a network gets thirty text messages an hour to all numbers together, while mail and other networks continue', async () => {
  const begin = async (contact: string) => {
    const begun = await ask(app, 'POST', '/v1/auth/sign-up', { body: { contact }, headers: headersOf(elsewhere()) })
    await ageCodes(app, contact, 61)
    return tokensIn(begun).accessToken
  }
  const resend = (token: string, place: Place) =>
    ask(app, 'POST', '/v1/auth/resend-code', { token, headers: headersOf(place), body: {} })
  const here = elsewhere()
  const statusesOf = []
  for (let i = 0; i < 30; i += 1) statusesOf.push((await resend(await begin(freshPhone()), here)).status)
  expect(statusesOf).toEqual(Array(30).fill(200))
  const last = await begin(freshPhone())
  expect(await resend(last, here)).toMatchObject(limited)
  expect(await resend(await begin(freshEmail()), here)).toMatchObject({ status: 200 })
  expect(await resend(last, elsewhere())).toMatchObject({ status: 200 })
})
