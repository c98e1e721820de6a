import { describe, expect, it } from 'vitest'
import { streams, type Tokens } from '#contract'
import { useApp } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { messageTo } from '#support/messages/mailbox'
import { ageCodes } from '#support/people/change-code'
import { passRefreshGraceOf } from '#support/people/change-session'
import { newestCode, type Person, password, person } from '#support/people/people'
import { headersOf, type Place, securityTold, signIn, tokensIn } from '#support/people/sign-ins'
import { freshEmail, freshName, signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp({ env: { TRUST_PROXY: '1', PUBLIC_URL: 'https://photos.example.org' } })

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const home: Place = { ip: '192.0.2.7', agent: firefox }
const away: Place = { ip: '198.51.100.9', agent: firefox }
const told = ({ client }: Person) => securityTold(app, client.tokens?.accessToken ?? '')
const newDevice = (ip: string) => ({ what: 'new_device', device: 'Firefox on Linux', ip })
const signInAs = async (ann: Person, place: Place, more = {}) =>
  tokensIn(await signIn(app, { login: ann.name, ...more }, place))

/** The time since a sign-in passes: it is as if everything before were so many days older. */
const passDays = ({ id }: Person, days: number) =>
  app.query(`update session set last_seen_at = last_seen_at - ? * interval '1 day' where user_id = ?`, [days, id])

describe('a sign-in from a new device', () => {
  it('is reported to its owner live and by mail, and to nobody else', async () => {
    const [ann, bob] = [await person(app, 'ann'), await person(app, 'bob')]
    const [heard, outside] = [
      await hear(ann.client, 'notification.created'),
      await hear(bob.client, 'notification.created'),
    ]
    await signInAs(ann, home)
    expect(await told(ann)).toEqual([newDevice('192.0.2.7')])
    const message = await messageTo(app, `${ann.name}@example.org`, 'New sign-in to Heliograph')
    for (const body of [message.text, message.html]) {
      expect(body).toContain('Firefox on Linux, 192.0.2.7')
      expect(body).toContain('https://photos.example.org/forgot-password')
      expect(body).toMatch(/When: \d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC/)
    }
    await until(
      async () => heard,
      ({ length }) => length > 0,
    )
    expect(heard.map(({ payload }) => payload.notification.security)).toEqual([newDevice('192.0.2.7')])
    expect(outside).toEqual([])
    expect(await told(bob)).toEqual([])
  })

  it('is reported once when many sessions begin at the same time', async () => {
    const ann = await person(app, 'ann')
    await Promise.all(Array.from({ length: 6 }, () => signInAs(ann, home)))
    expect(await told(ann)).toEqual([newDevice('192.0.2.7')])
  })

  it('is not reported with the same program from the same address within ninety days', async () => {
    const ann = await person(app, 'ann')
    await signInAs(ann, home)
    await passDays(ann, 89)
    await signInAs(ann, home)
    expect(await told(ann)).toHaveLength(1)
    await passDays(ann, 91)
    await signInAs(ann, home)
    expect(await told(ann)).toHaveLength(2)
    await signInAs(ann, { ...home, agent: 'curl/8.5.0' })
    expect(await told(ann)).toMatchObject([{ device: 'curl' }, {}, {}])
  })

  it('is not reported with the device token of a session of the account, at any address and after any time', async () => {
    const ann = await person(app, 'ann')
    const { deviceToken } = await signInAs(ann, home)
    await passDays(ann, 100)
    const second = await signInAs(ann, away, { deviceToken })
    expect(second.deviceToken).toBe(deviceToken)
    expect(await told(ann)).toHaveLength(1)
    const third = await signInAs(ann, { ...away, ip: '203.0.113.5' }, { deviceToken: second.deviceToken })
    expect(third.deviceToken).toBe(deviceToken)
    expect(await told(ann)).toHaveLength(1)
  })

  it('is reported with the device token of a revoked device, which no longer has tries of its own', async () => {
    const ann = await person(app, 'ann')
    const thrownOut = await signInAs(ann, home)
    const kept = await signInAs(ann, away)
    for (const { id, current } of (await ann.client.call('auth.sessions', {})).items)
      if (!current && kept.refreshToken.startsWith(id) === false)
        await ann.client.call('auth.revokeSession', { sessionId: id })
    expect(await told(ann)).toHaveLength(2)
    const again = await signInAs(ann, home, { deviceToken: thrownOut.deviceToken })
    expect(again.deviceToken).not.toBe(thrownOut.deviceToken)
    expect(await told(ann)).toHaveLength(3)
    await signInAs(ann, home, { deviceToken: kept.deviceToken })
    expect(await told(ann)).toHaveLength(3)
  })

  it('is reported again after the password is changed, except on the device that changed it', async () => {
    const ann = await person(app, 'ann')
    const [mine, other] = [await signInAs(ann, home), await signInAs(ann, away)]
    const body = { currentPassword: password, newPassword: 'harbour lights at dawn' }
    expect((await ask(app, 'POST', '/v1/auth/change-password', { token: mine.accessToken, body })).status).toBe(200)
    const again = (place: Place, { deviceToken }: Tokens) =>
      signInAs(ann, place, { password: body.newPassword, deviceToken })
    const { accessToken } = await again(home, mine)
    const news = async () =>
      (await securityTold(app, accessToken)).filter(({ what }) => what === 'new_device').map(({ ip }) => ip)
    expect(await news()).toEqual(['198.51.100.9', '192.0.2.7'])
    for (let i = 0; i < 2; i += 1) expect((await again(away, other)).deviceToken).toBe(other.deviceToken)
    expect(await news()).toEqual(['198.51.100.9', '198.51.100.9', '192.0.2.7'])
  })

  it('is reported again after signing out everywhere, except on the device that did so', async () => {
    const ann = await person(app, 'ann')
    const [mine, other] = [await signInAs(ann, home), await signInAs(ann, away)]
    await ask(app, 'POST', '/v1/auth/sign-out-all', { token: mine.accessToken, body: {} })
    const { accessToken } = await signInAs(ann, { ...away, ip: '203.0.113.5' }, { deviceToken: mine.deviceToken })
    expect(await securityTold(app, accessToken)).toHaveLength(2)
    await signInAs(ann, away, { deviceToken: other.deviceToken })
    expect(await securityTold(app, accessToken)).toMatchObject([newDevice('198.51.100.9'), {}, {}])
  })

  it('is reported again after the password is reset with a code, except on the device that did so', async () => {
    const ann = await person(app, 'ann')
    const contact = `${ann.name}@example.org`
    for (const place of [home, away]) await signInAs(ann, place)
    await ageCodes(app, contact, 61)
    await ask(app, 'POST', '/v1/auth/forgot-password', { body: { contact } })
    const body = { contact, code: await newestCode(app, contact), newPassword: 'harbour lights at dawn' }
    expect((await ask(app, 'POST', '/v1/auth/reset-password', { body, headers: headersOf(home) })).status).toBe(200)
    const again = (place: Place) => signInAs(ann, place, { password: body.newPassword })
    const { accessToken } = await again(home)
    const news = async () => (await securityTold(app, accessToken)).filter(({ what }) => what === 'new_device')
    expect(await news()).toHaveLength(2)
    await again(away)
    expect(await news()).toMatchObject([{ ip: '198.51.100.9' }, {}, {}])
  })

  it('is reported from where a stolen refresh token was used once that is detected, even with the device token it brought', async () => {
    const ann = await person(app, 'ann')
    const { refreshToken } = await signInAs(ann, home)
    const refresh = (place: Place) =>
      ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken }, headers: headersOf(place) })
    const { deviceToken } = tokensIn(await refresh(away))
    await passRefreshGraceOf(app, ann)
    expect(await refresh(home)).toMatchObject({ status: 401 })
    await signInAs(ann, away, { deviceToken })
    expect((await told(ann)).map(({ what, ip }) => [what, ip])).toEqual([
      ['new_device', '198.51.100.9'],
      ['token_reused', '192.0.2.7'],
      ['new_device', '192.0.2.7'],
    ])
  })

  it('is reported with the device token of another account, and gets a device token of its own', async () => {
    const [ann, bob] = [await person(app, 'ann'), await person(app, 'bob')]
    const { deviceToken } = await signInAs(bob, home)
    expect((await signInAs(ann, home, { deviceToken })).deviceToken).not.toBe(deviceToken)
    expect(await told(ann)).toEqual([newDevice('192.0.2.7')])
  })

  it('is reported for an account unused for so long that its sessions are gone', async () => {
    const username = freshName()
    const [ann] = await app.query<{ id: string }>(
      `insert into users (id, username, skeleton, password_hash, stage, verified_at, email)
        select uuidv7(interval '-91 days'), ?, ?, password_hash, 'done', now(), ? from users where password_hash is not null
        limit 1 returning id`,
      [username, username, freshEmail()],
    )
    for (const stream of streams)
      await app.query('insert into log_head (user_id, stream) values (?, ?)', [ann?.id, stream])
    const { accessToken } = tokensIn(await signIn(app, { login: username }, home))
    expect(await securityTold(app, accessToken)).toEqual([newDevice('192.0.2.7')])
  })

  it('is not reported for the first session of an account or in the middle of a sign-up', async () => {
    const { client, username } = await signUpAt(app, 'photo')
    const { accessToken } = tokensIn(await signIn(app, { login: username }, home))
    await client.call('auth.skipPhoto', {})
    expect(await securityTold(app, accessToken)).toEqual([])
  })
})

it('a device token grants nothing by itself', async () => {
  const ann = await person(app, 'ann')
  const { deviceToken, refreshToken } = await signInAs(ann, home)
  expect(await signIn(app, { login: ann.name, password: 'not this one', deviceToken }, home)).toMatchObject({
    status: 401,
  })
  expect(await ask(app, 'GET', '/v1/me', { token: deviceToken })).toMatchObject({ status: 401 })
  await expect(ann.client.call('auth.refresh', { refreshToken: deviceToken })).rejects.toMatchObject({
    code: 'unauthenticated',
  })
  const [dump] = await app.query<{ row: string }>('select session::text as row from session where id = ?', [
    refreshToken.split('.')[0],
  ])
  expect(dump?.row).not.toContain(deviceToken.split('.')[1])
})
