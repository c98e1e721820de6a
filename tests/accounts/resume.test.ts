import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { allMessagesTo, messageTo } from '#support/messages/mailbox'
import { ageCodes } from '#support/people/change-code'
import { clientOf, newestCode, password } from '#support/people/people'
import { freshEmail, freshName, freshPhone, signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp()

const me = (token: string) => ask(app, 'GET', '/v1/me', { token })
const accountsOf = (contact: string) =>
  app.query<{ stage: string }>('select stage from users where ? in (email, phone) order by id', [contact])

/** Signs up again with an address, on another device, as far as its code. */
async function again(contact: string) {
  await ageCodes(app, contact, 61)
  const client = clientOf(app)
  expect(await client.signUp({ contact })).toMatchObject({ tokens: { stage: 'code' }, user: null })
  return client
}

describe.each([
  ['an email address', freshEmail],
  ['a phone number', freshPhone],
] as const)('a user who has verified %s and chosen no password yet', (_, freshContact) => {
  it('signs up again on another device, gets a code by message and continues at the profile', async () => {
    const { contact, client: first } = await signUpAt(app, 'profile', freshContact())
    const second = await again(contact)
    const sent = await newestCode(app, contact)
    const { text } = await messageTo(app, contact, message => message.text.includes(sent))
    const [code = ''] = text.match(/\b\d{6}\b/) ?? []
    expect(await second.call('auth.verify', { code })).toMatchObject({ tokens: { stage: 'profile' }, user: null })
    const username = freshName()
    await second.call('auth.complete', { username, password, fullName: 'Ann Again' })
    expect(await second.call('auth.skipPhoto', {})).toMatchObject({ tokens: { stage: 'done' }, user: { username } })
    expect(await accountsOf(contact)).toEqual([{ stage: 'done' }])
    expect(await clientOf(app).signIn(contact, password)).toMatchObject({ user: { username } })
    await expect(first.call('auth.skipPhoto', {})).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('a sign-up that is begun again', () => {
  it('keeps the session of the first device until the second verifies the address', async () => {
    const { contact, client: first } = await signUpAt(app, 'profile')
    const token = first.tokens?.accessToken ?? ''
    const second = await again(contact)
    expect(await me(token)).toMatchObject({ status: 403, body: { fields: { stage: 'profile' } } })
    await second.call('auth.verify', { code: await newestCode(app, contact) })
    expect(await me(token)).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    const refreshToken = first.tokens?.refreshToken ?? ''
    expect(await ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken } })).toMatchObject({ status: 401 })
  })

  it('rejects the second device when the first has finished meanwhile', async () => {
    const { contact, client: first } = await signUpAt(app, 'profile')
    const second = await again(contact)
    const code = await newestCode(app, contact)
    const username = freshName()
    await first.call('auth.complete', { username, password, fullName: 'First' })
    await expect(second.call('auth.verify', { code })).rejects.toMatchObject({ code: 'gone' })
    expect(await first.call('auth.skipPhoto', {})).toMatchObject({ tokens: { stage: 'done' }, user: { username } })
  })

  it('makes one account when both devices continue at the same time', async () => {
    const { contact, client: first } = await signUpAt(app, 'profile')
    const second = await again(contact)
    const code = await newestCode(app, contact)
    const outcomes = await Promise.allSettled([
      first.call('auth.complete', { username: freshName(), password, fullName: 'First' }),
      second.call('auth.verify', { code }),
    ])
    expect(outcomes.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    const proven = await app.query('select id from users where email = ? and verified_at is not null', [contact])
    expect(proven).toHaveLength(1)
  })

  it('before the address is verified lets both verify it, and the first one gets it', async () => {
    const { contact, client: first } = await signUpAt(app, 'code')
    const firstCode = await newestCode(app, contact)
    const second = await again(contact)
    const code = await newestCode(app, contact)
    expect(await second.call('auth.verify', { code })).toMatchObject({ tokens: { stage: 'profile' } })
    // Nobody has finished with the address yet, so the first device begins again in turn.
    expect(await first.call('auth.verify', { code: firstCode })).toMatchObject({ tokens: { stage: 'profile' } })
    await expect(second.call('auth.skipPhoto', {})).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('gives no access to an account that has a password: its owner is notified, and no code is sent', async () => {
    const { contact, username } = await signUpAt(app, 'photo')
    const intruder = await again(contact)
    const code = await newestCode(app, contact)
    expect((await allMessagesTo(app, contact)).filter(({ text }) => text.includes(code))).toEqual([])
    await expect(intruder.call('auth.verify', { code })).rejects.toMatchObject({ code: 'gone' })
    expect(await clientOf(app).signIn(contact, password)).toMatchObject({ user: { username } })
  })
})

describe('a user who gave names and a password at once', () => {
  it.each(['code', 'photo'] as const)('continues by signing in on another device, at the stage %s', async stage => {
    const contact = freshEmail()
    const username = freshName()
    const first = clientOf(app)
    await first.signUp({ contact, username, password, fullName: 'Dee' })
    if (stage === 'photo') await first.call('auth.verify', { code: await newestCode(app, contact) })
    const second = clientOf(app)
    expect(await second.signIn(username, password)).toMatchObject({ tokens: { stage } })
    if (stage === 'code') await second.call('auth.verify', { code: await newestCode(app, contact) })
    expect(await second.call('auth.skipPhoto', {})).toMatchObject({ tokens: { stage: 'done' }, user: { username } })
  })
})
