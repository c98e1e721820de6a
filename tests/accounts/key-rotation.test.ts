import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCredentials } from '#auth/credentials'
import type { Tokens } from '#contract'
import { createDatabase, startApp, type TestApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { messageTo } from '#support/messages/mailbox'
import { newestCode, type Person, password, person } from '#support/people/people'
import { authenticatorCode, securityTold, signIn } from '#support/people/sign-ins'
import { freshEmail, signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'
import { join } from '#support/transports/sockets'

const [old = '', present = ''] = Array.from({ length: 2 }, () => randomBytes(32).toString('base64url'))
const refresh = (app: TestApp, { refreshToken }: Tokens) =>
  ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken } })
const me = (app: TestApp, { accessToken: token }: Tokens) => ask(app, 'GET', '/v1/me', { token })

let databaseUrl: string
let app: TestApp
/** Starts the node again with other secrets. */
async function startWith(...secrets: string[]) {
  await app?.close()
  app = await startApp({ databaseUrl, env: { JWT_SECRET: secrets.join(',') } })
}

/** What people were given while the old secret signed. */
let ann: Person & { tokens: Tokens; secret: string; recoveryCodes: string[] }
let idle: Tokens
let signingUp: { tokens: Tokens; code: string }
beforeAll(async () => {
  databaseUrl = await createDatabase()
  await startWith(old)
  const made = await person(app, 'ann')
  const { secret } = await made.client.call('auth.totpBegin', { currentPassword: password })
  const { recoveryCodes } = await made.client.call('auth.totpConfirm', { code: authenticatorCode(secret, -1) })
  ann = { ...made, tokens: made.client.tokens as Tokens, secret, recoveryCodes }
  idle = (await person(app, 'bob')).client.tokens as Tokens
  const { client, contact } = await signUpAt(app, 'code', freshEmail())
  signingUp = { tokens: client.tokens as Tokens, code: await newestCode(app, contact) }
  await startWith(present, old)
})
afterAll(() => app.close())

const codesOf = () => app.query<{ secret: string }>('select secret from totp where user_id = ?', [ann.id])

describe('while the old secret is listed after the new one', () => {
  it('its access tokens are valid over HTTP and on sockets', async () => {
    expect(await me(app, ann.tokens)).toMatchObject({ status: 200 })
    expect((await join(app, 'posts', ann.tokens.accessToken)).connected).toBe(true)
  })

  it('its refresh tokens are exchanged for ones of the new secret', async () => {
    const answer = await refresh(app, ann.tokens)
    expect(answer).toMatchObject({ status: 200 })
    const renewed = answer.body.tokens as Tokens
    const newer = createCredentials([present])
    expect(newer.verifyAccess(renewed.accessToken)).not.toBeNull()
    expect(newer.readRefreshToken(renewed.refreshToken)).not.toBeNull()
    expect(newer.readDeviceToken(renewed.deviceToken)).toBe(newer.readRefreshToken(renewed.refreshToken)?.sessionId)
    // Sent again, and again when its successor was spent too.
    expect((await refresh(app, ann.tokens)).body.tokens).toMatchObject({ refreshToken: renewed.refreshToken })
    const next = (await refresh(app, renewed)).body.tokens as Tokens
    expect((await refresh(app, ann.tokens)).body.tokens).toMatchObject({ refreshToken: next.refreshToken })
    ann.tokens = { ...next, deviceToken: ann.tokens.deviceToken }
  })

  it('codes that were sent before it still work', async () => {
    const { code } = signingUp
    const answer = await ask(app, 'POST', '/v1/auth/verify', { token: signingUp.tokens.accessToken, body: { code } })
    expect(answer).toMatchObject({ status: 200, body: { tokens: { stage: 'profile' } } })
  })

  it('its device tokens are known, and authenticators work', async () => {
    const told = await securityTold(app, ann.tokens.accessToken)
    const { deviceToken } = ann.tokens
    const totp = authenticatorCode(ann.secret)
    expect(await signIn(app, { login: ann.name, totp, deviceToken })).toMatchObject({ status: 200 })
    expect(await securityTold(app, ann.tokens.accessToken)).toEqual(told)
  })

  it('secrets of authenticators are encrypted with the new one', async () => {
    await until(codesOf, ([kept]) => createCredentials([present]).decrypt(kept?.secret ?? '') === ann.secret)
    expect(createCredentials([old]).decrypt((await codesOf())[0]?.secret ?? '')).toBeNull()
  })
})

describe('when the old secret has been removed', () => {
  beforeAll(() => startWith(present))

  it('nothing that it alone signed is valid', async () => {
    expect(await me(app, idle)).toMatchObject({ status: 401 })
    expect(await refresh(app, idle)).toMatchObject({ status: 401 })
    await expect(join(app, 'posts', idle.accessToken)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    expect(createCredentials([present]).readDeviceToken(idle.deviceToken)).toBeNull()
    expect(createCredentials([present]).decrypt(createCredentials([old]).encrypt('x'))).toBeNull()
    const codeId = crypto.randomUUID()
    expect(createCredentials([present]).isCode(codeId, createCredentials([old]).codeDigits(codeId))).toBe(false)
    expect(createCredentials([present, old]).isCode(codeId, createCredentials([old]).codeDigits(codeId))).toBe(true)
  })

  it('users who came back in time stay signed in, and authenticators and recovery codes still work', async () => {
    expect(await me(app, ann.tokens)).toMatchObject({ status: 200 })
    expect(await refresh(app, ann.tokens)).toMatchObject({ status: 200 })
    await app.query('update totp set last_step = 0 where user_id = ?', [ann.id])
    for (const totp of [authenticatorCode(ann.secret), ann.recoveryCodes[0]])
      expect(await signIn(app, { login: ann.name, totp })).toMatchObject({ status: 200 })
  })

  it('new codes are sent', async () => {
    const contact = freshEmail()
    await signUpAt(app, 'code', contact)
    const message = await messageTo(app, contact, 'Your Heliograph code')
    expect(message.text).toContain(await newestCode(app, contact))
  })
})
