import { describe, expect, it } from 'vitest'
import { startApp, type TestApp, untilTestEnds, useApp } from '#support/app/use-app'
import { messageTo } from '#support/messages/mailbox'
import { suspend } from '#support/people/change-account'
import { type Person, password, person } from '#support/people/people'
import { authenticatorCode, signIn } from '#support/people/sign-ins'
import { freshName } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp()

const undelete = (login: string, more = {}, to: Pick<TestApp, 'port'> = app) =>
  ask(to, 'POST', '/v1/auth/undelete', { body: { login, password, ...more } })
const wrong = { status: 401, body: { code: 'unauthenticated' } }
const stored = async ({ id }: Person) =>
  (
    await app.query<{ status: string; deletedAt: unknown }>(
      'select status, deleted_at as "deletedAt" from users where id = ?',
      [id],
    )
  )[0]

/** Somebody who deleted their account so many days ago. */
async function deleted(days = 0) {
  const ann = await person(app, 'ann')
  await ann.client.call('users.delete', { currentPassword: password })
  await app.query(`update users set deleted_at = now() - ? * interval '1 day' where id = ?`, [days, ann.id])
  return ann
}

describe('undoing a deletion', () => {
  it('restores the account, signs in and is notified by mail', async () => {
    const ann = await deleted(29)
    const answer = await undelete(ann.name)
    expect(answer).toMatchObject({ status: 200, body: { tokens: { stage: 'done' }, user: { username: ann.name } } })
    expect(await stored(ann)).toEqual({ status: 'active', deletedAt: null })
    const { accessToken: token } = answer.body.tokens as { accessToken: string }
    expect(await ask(app, 'GET', '/v1/me', { token })).toMatchObject({ status: 200, body: { username: ann.name } })
    expect(await signIn(app, { login: ann.name })).toMatchObject({ status: 200 })
    await messageTo(app, `${ann.name}@example.org`, 'Your Heliograph account is back')
  })

  it('works by address as well, once', async () => {
    const ann = await deleted()
    expect(await undelete(`${ann.name}@EXAMPLE.org`)).toMatchObject({ status: 200 })
    expect(await undelete(ann.name)).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })

  it('many times at the same time happens once', async () => {
    const ann = await deleted()
    const answers = await Promise.all(Array.from({ length: 5 }, () => undelete(ann.name)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409])
  })

  it('is rejected after thirty days as if there were no such account', async () => {
    const ann = await deleted(31)
    const answer = await undelete(ann.name)
    expect(answer).toMatchObject(wrong)
    expect(answer.text).toBe((await undelete(freshName())).text)
    expect(await stored(ann)).toMatchObject({ status: 'deleted' })
  })

  it('needs the password and, if there is one, the authenticator', async () => {
    const ann = await person(app, 'ann')
    const { secret } = await ann.client.call('auth.totpBegin', { currentPassword: password })
    await ann.client.call('auth.totpConfirm', { code: authenticatorCode(secret, -1) })
    await ann.client.call('users.delete', { currentPassword: password })
    expect(await undelete(ann.name, { password: 'not this one' })).toMatchObject(wrong)
    expect(await undelete(ann.name)).toMatchObject({ ...wrong, body: { fields: { totp: 'is needed' } } })
    expect(await undelete(ann.name, { totp: '000000' })).toMatchObject({
      ...wrong,
      body: { fields: { totp: 'is wrong' } },
    })
    expect(await stored(ann)).toMatchObject({ status: 'deleted' })
    expect(await undelete(ann.name, { totp: authenticatorCode(secret) })).toMatchObject({ status: 200 })
  })

  it('with the right password is rejected for an account that is suspended or not deleted', async () => {
    const ann = await person(app, 'ann')
    expect(await undelete(ann.name, { password: 'not this one' })).toMatchObject(wrong)
    expect(await undelete(ann.name)).toMatchObject({ status: 409 })
    await suspend(app, ann)
    expect(await undelete(ann.name)).toMatchObject({ status: 409 })
    expect(await stored(ann)).toMatchObject({ status: 'suspended' })
  })

  it('shares its tries with signing in', async () => {
    const strict = untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '1' } }))
    const login = freshName()
    const statuses = []
    for (let i = 0; i < 3; i += 1) {
      statuses.push((await undelete(login, {}, strict)).status)
      statuses.push((await signIn(strict, { login })).status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  })
})
