import { describe, expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { ageCodes, expireCodes, useUpCodes } from '#support/people/change-code'
import { newestCode } from '#support/people/people'
import { freshEmail, signUpAt, wrongCode } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp()

const tryCode = (token: string, code: unknown) => ask(app, 'POST', '/v1/auth/verify', { token, body: { code } })
const statuses = (answers: { status: number }[]) => answers.map(answer => answer.status).sort()
const times = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make))

describe('a code', () => {
  it('is gone after five wrong tries, even for the right digits', async () => {
    const { contact, accessToken } = await signUpAt(app, 'code')
    const wrong = await wrongCode(app, contact)
    for (let tried = 0; tried < 5; tried++) {
      const answer = await tryCode(accessToken, wrong)
      expect(answer).toMatchObject({ status: 422, body: { code: 'invalid', fields: { code: expect.any(String) } } })
    }
    const right = await newestCode(app, contact)
    expect(await tryCode(accessToken, right)).toMatchObject({ status: 410, body: { code: 'gone' } })
  })

  it('accepts no more than five tries when thirty come at once', async () => {
    const { contact, accessToken } = await signUpAt(app, 'code')
    const wrong = await wrongCode(app, contact)
    const answers = await times(30, () => tryCode(accessToken, wrong))
    expect(statuses(answers)).toEqual([...Array(25).fill(410), ...Array(5).fill(422)])
    expect(await app.query('select tries from code where contact = ?', [contact])).toEqual([{ tries: 5 }])
    expect(await tryCode(accessToken, await newestCode(app, contact))).toMatchObject({ status: 410 })
  })

  it('works once, however often it is given at the same time', async () => {
    const { contact, accessToken } = await signUpAt(app, 'code')
    const code = await newestCode(app, contact)
    expect(statuses(await times(10, () => tryCode(accessToken, code)))).toEqual([200, ...Array(9).fill(409)])
    expect(await tryCode(accessToken, code)).toMatchObject({ status: 409 })
  })

  it('is void when a newer one has been sent', async () => {
    const { client, contact, accessToken } = await signUpAt(app, 'code')
    const first = await newestCode(app, contact)
    await ageCodes(app, contact, 61)
    await client.call('auth.resendCode', {})
    const second = await newestCode(app, contact)
    expect(await tryCode(accessToken, first)).toMatchObject({ status: 422 })
    expect(await tryCode(accessToken, second)).toMatchObject({ status: 200 })
  })

  it('that has used up its tries can be followed by one that works', async () => {
    const { client, contact, accessToken } = await signUpAt(app, 'code')
    await useUpCodes(app, contact)
    expect(await tryCode(accessToken, await newestCode(app, contact))).toMatchObject({ status: 410 })
    await ageCodes(app, contact, 61)
    await client.call('auth.resendCode', {})
    expect(await tryCode(accessToken, await newestCode(app, contact))).toMatchObject({ status: 200 })
  })

  it('works for ten minutes', async () => {
    const { contact, accessToken } = await signUpAt(app, 'code')
    const [life] = await app.query<{ seconds: number }>(
      'select extract(epoch from expires_at - created_at)::int as seconds from code where contact = ?',
      [contact],
    )
    expect(life).toEqual({ seconds: 600 })
    await expireCodes(app, contact)
    expect(await tryCode(accessToken, await newestCode(app, contact))).toMatchObject({ status: 410 })
  })

  it('works for no other sign-up', async () => {
    const mine = await signUpAt(app, 'code')
    const another = await signUpAt(app, 'code')
    const code = await newestCode(app, mine.contact)
    expect(await tryCode(another.accessToken, code)).toMatchObject({ status: 422 })
    expect(await tryCode(mine.accessToken, code)).toMatchObject({ status: 200 })
  })

  it.each([
    ['12345'],
    ['1234567'],
    ['abcdef'],
    ['１２３４５６'],
    [' 12345'],
    ['-12345'],
    ['1e1234'],
    [123456],
    [null],
    [{}],
  ])('is rejected without counting a try when it is %j', async given => {
    const { contact, accessToken } = await signUpAt(app, 'code')
    expect(await tryCode(accessToken, given)).toMatchObject({ status: 422, body: { code: 'invalid' } })
    expect(await app.query('select tries from code where contact = ?', [contact])).toEqual([{ tries: 0 }])
  })
})

describe('another code', () => {
  const again = (token: string) => ask(app, 'POST', '/v1/auth/resend-code', { token })

  it('is sent once a minute', async () => {
    const { contact, accessToken } = await signUpAt(app, 'code')
    const early = await again(accessToken)
    expect(early).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(early.headers['retry-after']).toBe(String(early.body.retryAfter))
    expect(early.body.retryAfter).toBeGreaterThan(50)
    expect(early.body.retryAfter).toBeLessThanOrEqual(60)
    await ageCodes(app, contact, 61)
    expect(await again(accessToken)).toMatchObject({ status: 200, body: {} })
    expect(await again(accessToken)).toMatchObject({ status: 429 })
  })

  it('is sent once when it is asked for many times at once', async () => {
    const { contact, accessToken } = await signUpAt(app, 'code')
    await ageCodes(app, contact, 61)
    expect(statuses(await times(10, () => again(accessToken)))).toEqual([200, ...Array(9).fill(429)])
  })

  it('is sent five times an hour', async () => {
    const { contact, accessToken } = await signUpAt(app, 'code')
    for (let sent = 1; sent < 5; sent++) {
      await ageCodes(app, contact, 61)
      expect(await again(accessToken)).toMatchObject({ status: 200 })
    }
    await ageCodes(app, contact, 61)
    const sixth = await again(accessToken)
    expect(sixth).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(sixth.body.retryAfter).toBeGreaterThan(60)
    await ageCodes(app, contact, 3600)
    expect(await again(accessToken)).toMatchObject({ status: 200 })
  })

  it('cannot be obtained by signing up again with the address', async () => {
    const { contact } = await signUpAt(app, 'code')
    const again = await ask(app, 'POST', '/v1/auth/sign-up', { body: { contact } })
    expect(again).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
  })

  it('does not flood an address that twenty users sign up with at once', async () => {
    const contact = freshEmail()
    const answers = await times(20, () => ask(app, 'POST', '/v1/auth/sign-up', { body: { contact } }))
    expect(statuses(answers)).toEqual([201, ...Array(19).fill(429)])
    expect(await app.query('select count(*)::int as sent from code where contact = ?', [contact])).toEqual([
      { sent: 1 },
    ])
  })
})
