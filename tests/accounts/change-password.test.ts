import { describe, expect, it } from 'vitest'
import type { Tokens } from '#contract'
import { startApp, useApp } from '#support/app/use-app'
import { messageTo } from '#support/messages/mailbox'
import { ageCodes } from '#support/people/change-code'
import { anotherDevice, clientOf, newestCode, password, person } from '#support/people/people'
import { signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'
import { disconnected, join } from '#support/transports/sockets'

const app = useApp()

const next = 'harbour lights at dawn'
const change = (token: string, body: object, node = app) =>
  ask(node, 'POST', '/v1/auth/change-password', { token, body: { newPassword: next, ...body } })
const tokenOf = ({ client }: { client: { tokens: Tokens | null } }) => client.tokens?.accessToken ?? ''

describe('changing the password', () => {
  it('ends every session including the current one, closes their sockets within a second and notifies the owner', async () => {
    const ann = await person(app, 'ann')
    const second = await anotherDevice(app, ann)
    const tokens = [ann.client.tokens, second.tokens] as Tokens[]
    const sockets = await Promise.all(tokens.map(({ accessToken }) => join(app, 'messages', accessToken)))
    const closed = Promise.all(sockets.map(disconnected))
    const began = Date.now()
    expect(await change(tokenOf(ann), { currentPassword: password })).toMatchObject({ status: 200, text: '{}' })
    await closed
    expect(Date.now() - began).toBeLessThan(1500)
    for (const { accessToken, refreshToken } of tokens) {
      expect(await ask(app, 'GET', '/v1/me', { token: accessToken })).toMatchObject({ status: 401 })
      expect(await ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken } })).toMatchObject({ status: 401 })
    }
    await messageTo(app, `${ann.name}@example.org`, ({ subject }) => /password was changed/.test(subject))
    await expect(clientOf(app).signIn(ann.name, password)).rejects.toMatchObject({ code: 'unauthenticated' })
    const client = clientOf(app)
    await client.signIn(ann.name, next)
    const { items } = await client.call('notifications.list', {})
    expect(items).toMatchObject([{ kind: 'security', security: { what: 'password_changed' } }])
  })

  it.each([
    ['is wrong', { currentPassword: 'not the right one' }],
    ['is missing', {}],
    ['is empty', { currentPassword: '' }],
    ['only begins like the right one', { currentPassword: password.slice(0, -1) }],
  ])('is forbidden when the current one %s', async (_, body) => {
    const ann = await person(app, 'ann')
    expect(await change(tokenOf(ann), body)).toMatchObject({
      status: 403,
      body: { code: 'forbidden', fields: { currentPassword: expect.any(String) } },
    })
    expect(await clientOf(app).signIn(ann.name, password)).toMatchObject({ tokens: { stage: 'done' } })
  })

  it('twice at the same time sets one of the two passwords', async () => {
    const ann = await person(app, 'ann')
    const chosen = ['a first new passphrase', 'a second new passphrase']
    const answers = await Promise.all(
      chosen.map(newPassword => change(tokenOf(ann), { currentPassword: password, newPassword })),
    )
    const won = answers.findIndex(({ status }) => status === 200)
    expect([401, 403]).toContain(answers[1 - won]?.status)
    expect(await clientOf(app).signIn(ann.name, chosen[won] ?? '')).toMatchObject({ tokens: { stage: 'done' } })
    await expect(clientOf(app).signIn(ann.name, chosen[1 - won] ?? '')).rejects.toMatchObject({
      code: 'unauthenticated',
    })
  })

  it('is not available to an unfinished sign-up', async () => {
    const { accessToken } = await signUpAt(app, 'photo')
    expect(await change(accessToken, { currentPassword: password })).toMatchObject({
      status: 403,
      body: { fields: { stage: 'photo' } },
    })
  })
})

describe('guessing the current password with a stolen token', () => {
  it('ends after ten tries over all operations, while the right password still signs in', async () => {
    const strict = await startApp({ env: { RATE_LIMIT_SCALE: '1' } })
    try {
      const ann = await person(strict, 'ann')
      const wrong = { currentPassword: 'not the right one' }
      for (let tried = 0; tried < 5; tried++)
        expect(await change(tokenOf(ann), wrong, strict)).toMatchObject({ status: 403 })
      const changeContact = (body: object) =>
        ask(strict, 'POST', '/v1/auth/change-contact', {
          token: tokenOf(ann),
          body: { contact: 'mal@example.org', ...body },
        })
      for (let tried = 0; tried < 5; tried++) expect(await changeContact(wrong)).toMatchObject({ status: 403 })
      for (const body of [wrong, { currentPassword: password }]) {
        const answer = await change(tokenOf(ann), body, strict)
        expect(answer).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
        expect(answer.body.retryAfter).toBeGreaterThan(60)
        expect(await changeContact(body)).toMatchObject({ status: 429 })
      }
      expect(await clientOf(strict).signIn(ann.name, password)).toMatchObject({ tokens: { stage: 'done' } })
    } finally {
      await strict.close()
    }
  })

  it('starts a new count after the right one', async () => {
    const strict = await startApp({ env: { RATE_LIMIT_SCALE: '1' } })
    try {
      const ann = await person(strict, 'ann')
      const contact = `${ann.name}@example.com`
      const ask10 = async () => {
        for (let tried = 0; tried < 9; tried++)
          expect(await change(tokenOf(ann), { currentPassword: 'not the right one' }, strict)).toMatchObject({
            status: 403,
          })
      }
      await ask10()
      const body = { currentPassword: password, contact }
      expect(await ask(strict, 'POST', '/v1/auth/change-contact', { token: tokenOf(ann), body })).toMatchObject({
        status: 202,
      })
      await ask10()
    } finally {
      await strict.close()
    }
  })
})

it('a changed password voids all outstanding codes', async () => {
  const ann = await person(app, 'ann')
  const contact = `${ann.name}@example.org`
  await ageCodes(app, contact, 61)
  await clientOf(app).call('auth.forgotPassword', { contact })
  const code = await newestCode(app, contact)
  await change(tokenOf(ann), { currentPassword: password })
  const body = { contact, code, newPassword: 'yet another passphrase' }
  expect(await ask(app, 'POST', '/v1/auth/reset-password', { body })).toMatchObject({
    status: 410,
    body: { code: 'gone' },
  })
})
