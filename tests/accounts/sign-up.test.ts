import { describe, expect, it } from 'vitest'
import type { Tokens } from '#contract'
import { useApp } from '#support/app/use-app'
import { messageTo } from '#support/messages/mailbox'
import { clientOf, newestCode, password } from '#support/people/people'
import { freshEmail, freshName, freshPhone, signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp()

describe.each([
  ['email', freshEmail],
  ['sms', freshPhone],
] as const)('signing up by %s', (channel, freshContact) => {
  it('goes from code to profile to photo to a finished account', async () => {
    const client = clientOf(app)
    const contact = freshContact()
    const username = freshName('ann')
    expect(await client.signUp({ contact })).toMatchObject({ tokens: { stage: 'code' }, user: null })
    const code = await newestCode(app, contact)
    expect(await client.call('auth.verify', { code })).toMatchObject({ tokens: { stage: 'profile' }, user: null })
    const named = await client.call('auth.complete', { username, password, fullName: 'Ann Adams' })
    expect(named).toMatchObject({ tokens: { stage: 'photo' }, user: { username, fullName: 'Ann Adams' } })
    const finished = await client.call('auth.skipPhoto', {})
    expect(finished).toMatchObject({ tokens: { stage: 'done' }, user: { username } })
    expect(await client.call('users.me', {})).toMatchObject({ username, viewer: { relation: 'self' } })
  })

  it('has a worker send the code with which the sign-up continues', async () => {
    const contact = freshContact()
    const { client } = await signUpAt(app, 'code', contact)
    const message = await messageTo(app, contact)
    expect(message).toMatchObject({ channel, subject: channel === 'email' ? 'Your Heliograph code' : '' })
    const [code = ''] = message.text.match(/\b\d{6}\b/) ?? []
    expect(await client.call('auth.verify', { code })).toMatchObject({ tokens: { stage: 'profile' } })
  })

  it('may give names and password at once, and then only verifies the address', async () => {
    const client = clientOf(app)
    const contact = freshContact()
    const username = freshName('bob')
    const begun = await client.signUp({ contact, username, password, fullName: 'Bob Brown' })
    expect(begun).toMatchObject({ tokens: { stage: 'code' }, user: null })
    const proven = await client.call('auth.verify', { code: await newestCode(app, contact) })
    expect(proven).toMatchObject({ tokens: { stage: 'photo' }, user: { username, fullName: 'Bob Brown' } })
    expect(await client.call('auth.skipPhoto', {})).toMatchObject({ tokens: { stage: 'done' } })
  })
})

describe('a sign-up', () => {
  it('carries its stage in every access token', async () => {
    const client = clientOf(app)
    const contact = freshEmail()
    const stages = [stageIn(await client.signUp({ contact }))]
    stages.push(stageIn(await client.call('auth.verify', { code: await newestCode(app, contact) })))
    const names = { username: freshName(), password, fullName: 'Cy' }
    stages.push(stageIn(await client.call('auth.complete', names)))
    stages.push(stageIn(await client.call('auth.skipPhoto', {})))
    expect(stages).toEqual(['code', 'profile', 'photo', 'done'])
  })

  it('is resumed by signing in on another device, at the stage it has reached', async () => {
    const contact = freshEmail()
    const username = freshName()
    await clientOf(app).signUp({ contact, username, password, fullName: 'Dee' })
    const second = clientOf(app)
    expect(await second.signIn(username, password)).toMatchObject({ tokens: { stage: 'code' }, user: null })
    await second.call('auth.verify', { code: await newestCode(app, contact) })
    const third = clientOf(app)
    const taken = await third.signIn(contact, password)
    expect(taken).toMatchObject({ tokens: { stage: 'photo' }, user: { username } })
    expect(await third.call('auth.skipPhoto', {})).toMatchObject({ tokens: { stage: 'done' } })
  })

  it('is resumed on the same device by its refresh token, at any stage', async () => {
    for (const stage of ['code', 'profile', 'photo'] as const) {
      const { client } = await signUpAt(app, stage)
      const later = clientOf(app)
      const refreshToken = client.tokens?.refreshToken ?? ''
      expect(await later.call('auth.refresh', { refreshToken })).toMatchObject({ tokens: { stage } })
    }
  })

  it('skips no stage and repeats none', async () => {
    const begun = await signUpAt(app, 'code')
    const names = { username: freshName(), password, fullName: 'Eve' }
    await expect(begun.client.call('auth.complete', names)).rejects.toMatchObject({ code: 'conflict' })
    await expect(begun.client.call('auth.skipPhoto', {})).rejects.toMatchObject({ code: 'conflict' })
    const code = await newestCode(app, begun.contact)
    await begun.client.call('auth.verify', { code })
    await expect(begun.client.call('auth.verify', { code })).rejects.toMatchObject({ code: 'conflict' })
    await expect(begun.client.call('auth.resendCode', {})).rejects.toMatchObject({ code: 'conflict' })
    await expect(begun.client.call('auth.skipPhoto', {})).rejects.toMatchObject({ code: 'conflict' })
    await begun.client.call('auth.complete', names)
    await expect(begun.client.call('auth.complete', names)).rejects.toMatchObject({ code: 'conflict' })
    await begun.client.call('auth.skipPhoto', {})
    await expect(begun.client.call('auth.skipPhoto', {})).rejects.toMatchObject({ code: 'conflict' })
  })

  it('finished twice at the same time is finished once', async () => {
    const { client } = await signUpAt(app, 'photo')
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => client.call('auth.skipPhoto', {})))
    expect(answers.filter(answer => answer.status === 'fulfilled')).toHaveLength(1)
  })

  it('accepts names and password together or not at all', async () => {
    const contact = freshEmail()
    const half = await ask(app, 'POST', '/v1/auth/sign-up', { body: { contact, username: freshName() } })
    expect(half).toMatchObject({ status: 422, body: { code: 'invalid', fields: { username: expect.any(String) } } })
    const otherHalf = await ask(app, 'POST', '/v1/auth/sign-up', { body: { contact, password, fullName: 'Flo' } })
    expect(otherHalf).toMatchObject({ status: 422, body: { code: 'invalid' } })
  })

  it('does not let users set their own role, badge or id', async () => {
    const contact = freshEmail()
    const username = freshName()
    const grabbed = {
      ...{ id: '01990a4e-7c00-7000-8000-000000000001', stage: 'done', status: 'active', role: 'moderator' },
      ...{ isVerified: true, is_verified: true, isAdmin: true, verifiedAt: '2026-01-01T00:00:00.000Z' },
      ...{ createdAt: '2020-01-01T00:00:00.000Z', counts: { followers: 1e6 }, followerCount: 1e6 },
    }
    const body = { ...grabbed, contact, username, password, fullName: 'Gil' }
    expect(await ask(app, 'POST', '/v1/auth/sign-up', { body })).toMatchObject({ body: { tokens: { stage: 'code' } } })
    const [row] = await app.query<Record<string, unknown>>('select * from users where username = ?', [username])
    expect(row).toMatchObject({ stage: 'code', is_verified: false, verified_at: null, follower_count: 0 })
    expect(row?.id).not.toBe(grabbed.id)
  })
})

describe('an address', () => {
  const rejected: [string, unknown][] = [
    ...['', ' ', 'ann', 'ann@', '@example.org', 'ann@example', 'ann @example.org', 'ann@exam\nple.org'].map(named),
    ...['ann@example.org\r\nBcc: bob@example.org', 'ann@example.org,bob@example.org', 'Ann <ann@example.org>'].map(
      named,
    ),
    ...['änn@example.org', 'ann\0@example.org', '+', '+0', '0441632960001', '+44 1632 960001', '+٤٤١٦٣٢٩٦٠٠٠١'].map(
      named,
    ),
    ['a phone number of a country that is none', '+9991234567'],
    ['a phone number too long for its country', '+4416329600011'],
    ['a phone number too short for its country', '+1202555'],
    ['a phone number of 17 digits', '+44163296000112345'],
    ['an email address of 262 characters', `${'a'.repeat(250)}@example.org`],
    ...[null, 7, true, {}, [], ['ann@example.org'], { $ne: null }].map(named),
  ]

  it('that is a phone number is normalized to one spelling', async () => {
    const contact = freshPhone()
    const username = freshName()
    const spelled = contact.replace('+44', '+440')
    await clientOf(app).signUp({ contact: spelled, username, password, fullName: 'Ida' })
    expect(await app.query('select phone from users where username = ?', [username])).toEqual([{ phone: contact }])
    expect((await messageTo(app, contact)).channel).toBe('sms')
  })

  it('that is an email address is stored in lower case', async () => {
    const contact = freshEmail()
    await clientOf(app).signUp({ contact: contact.toUpperCase() })
    expect(await app.query('select email from users where email ilike ?', [contact])).toEqual([{ email: contact }])
    expect(await messageTo(app, contact)).toMatchObject({ channel: 'email' })
  })

  it.each(rejected)('is rejected when it is %s', async (_, contact) => {
    const answer = await ask(app, 'POST', '/v1/auth/sign-up', { body: { contact } })
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', fields: { contact: expect.any(String) } } })
  })
})

function stageIn({ tokens }: { tokens: Tokens }) {
  const [, claims = ''] = tokens.accessToken.split('.')
  return JSON.parse(Buffer.from(claims, 'base64url').toString()).stage
}

function named(value: unknown): [string, unknown] {
  return [JSON.stringify(value), value]
}
