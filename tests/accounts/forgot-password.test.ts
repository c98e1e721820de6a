import { describe, expect, it } from 'vitest'
import { createCredentials } from '#auth/credentials'
import type { Tokens } from '#contract'
import { useApp } from '#support/app/use-app'
import { allMessagesTo, messageTo } from '#support/messages/mailbox'
import { setPhone } from '#support/people/change-account'
import { ageCodes, expireCodes } from '#support/people/change-code'
import { anotherDevice, clientOf, newestCode, password, person } from '#support/people/people'
import { freshEmail, freshName, freshPhone, signUpAt, wrongCode } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'
import { disconnected, join } from '#support/transports/sockets'

// Behind a proxy that tells whence each call comes.
const app = useApp({ env: { TRUST_PROXY: '1', PUBLIC_URL: 'https://photos.example.org' } })

const newPassword = 'harbour lights at dawn'
const forgot = (contact: string) => ask(app, 'POST', '/v1/auth/forgot-password', { body: { contact } })
const reset = (contact: string, code: string, chosen = newPassword) =>
  ask(app, 'POST', '/v1/auth/reset-password', { body: { contact, code, newPassword: chosen } })
const times = <T>(count: number, make: () => Promise<T>) => Promise.all(Array.from({ length: count }, make))
const gone = { status: 410, body: { code: 'gone' } }

/** A user who has forgotten their password and asked for a code. */
async function forgetful(freshContact: () => string = freshEmail) {
  const { contact, username, client } = await signUpAt(app, 'photo', freshContact())
  await client.call('auth.skipPhoto', {})
  await forgot(contact)
  return { contact, username, client, code: await newestCode(app, contact) }
}

describe.each([
  ['email', freshEmail],
  ['sms', freshPhone],
] as const)('a forgotten password, by %s', (channel, freshContact) => {
  it('is replaced with the code of a message', async () => {
    const { contact, username } = await forgetful(freshContact)
    const message = await messageTo(app, contact, ({ text }) => /password/i.test(text) && /\d{6}/.test(text))
    expect(message.channel).toBe(channel)
    const [code = ''] = message.text.match(/\b\d{6}\b/) ?? []
    expect(await reset(contact, code)).toMatchObject({ status: 200, body: {} })
    await expect(clientOf(app).signIn(username, password)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await clientOf(app).signIn(username, newPassword)).toMatchObject({ tokens: { stage: 'done' } })
  })

  it('is requested with the same response when there is no such account, and nothing is sent', async () => {
    const { contact } = await signUpAt(app, 'photo', freshContact())
    const [known, unknown] = [await forgot(contact), await forgot(freshContact())]
    expect([known.status, known.text]).toEqual([202, '{}'])
    expect([unknown.status, unknown.text]).toEqual([202, '{}'])
    expect(Object.keys(unknown.headers).sort()).toEqual(Object.keys(known.headers).sort())
    const nobodys = freshContact()
    await forgot(nobodys)
    expect(await allMessagesTo(app, nobodys)).toEqual([])
  })
})

describe('asking for a code to reset the password', () => {
  it('leaves the same rows whether or not there is such an account: a code and its job', async () => {
    const { contact } = await signUpAt(app, 'photo')
    const nobodys = freshEmail()
    const codes = (of: string) =>
      app.query(
        `select purpose, tries, used_at, extract(epoch from expires_at - created_at)::int as life from code
          where contact = ? and purpose = 'reset'`,
        [of],
      )
    await forgot(contact)
    await forgot(nobodys)
    expect(await codes(contact)).toHaveLength(1)
    expect(await codes(nobodys)).toEqual(await codes(contact))
  })

  it.each([
    ['an account’s', async () => (await signUpAt(app, 'photo')).contact],
    ['nobody’s', async () => freshEmail()],
  ])('is allowed once a minute and five times an hour when the address is %s', async (_, make) => {
    const contact = await make()
    for (let sent = 0; sent < 5; sent++) {
      expect(await forgot(contact)).toMatchObject({ status: 202 })
      const early = await forgot(contact)
      expect(early).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
      expect(early.body.retryAfter).toBeGreaterThan(50)
      await ageCodes(app, contact, 61)
    }
    const sixth = await forgot(contact)
    expect(sixth).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(sixth.body.retryAfter).toBeGreaterThan(60)
    expect((await allMessagesTo(app, contact)).filter(({ text }) => /password/.test(text)).length).toBeLessThanOrEqual(
      5,
    )
  })

  it('is allowed once when twenty requests come at once from different addresses', async () => {
    for (const contact of [freshEmail(), (await signUpAt(app, 'photo')).contact]) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          ask(app, 'POST', '/v1/auth/forgot-password', {
            body: { contact },
            headers: { 'x-forwarded-for': `198.51.100.${i}` },
          }),
        ),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([202, ...Array(19).fill(429)])
    }
  })

  it('is not used up by sign-ups with the same address', async () => {
    const { contact } = await signUpAt(app, 'photo')
    await ageCodes(app, contact, 61)
    await ask(app, 'POST', '/v1/auth/sign-up', { body: { contact } })
    expect(await forgot(contact)).toMatchObject({ status: 202 })
    const { text } = await messageTo(app, contact, message => /new password/.test(message.text))
    expect(text).toContain(await newestCode(app, contact))
  })

  it('by the other address of the same account does not reveal that the two belong together', async () => {
    const { contact: email, client } = await signUpAt(app, 'photo')
    await client.call('auth.skipPhoto', {})
    const phone = freshPhone()
    await client.call('auth.changeContact', { currentPassword: password, contact: phone })
    await client.call('auth.verify', { code: await newestCode(app, phone) })
    expect(await forgot(email)).toMatchObject({ status: 202 })
    expect(await forgot(phone)).toMatchObject({ status: 202, body: {} })
    const nobodys = freshPhone()
    await forgot(nobodys)
    const code = await newestCode(app, phone)
    const wrong = await times(7, async () => reset(phone, await wrongCode(app, phone)))
    const unknown = await times(7, async () => reset(nobodys, await wrongCode(app, nobodys)))
    expect(wrong.map(({ text }) => text).sort()).toEqual(unknown.map(({ text }) => text).sort())
    expect(wrong.map(({ status }) => status).sort()).toEqual([410, 410, ...Array(5).fill(422)])
    expect((await allMessagesTo(app, phone)).filter(({ text }) => text.includes(code))).toEqual([])
    expect(await reset(phone, code)).toMatchObject(gone)
    await ageCodes(app, phone, 61)
    await ageCodes(app, email, 20)
    await forgot(phone)
    expect(await reset(phone, await newestCode(app, phone))).toMatchObject(gone)
    expect(await reset(email, await newestCode(app, email))).toMatchObject({ status: 200 })
  })

  it('sends nothing to an address that is not verified or whose account has no password', async () => {
    const unproven = freshEmail()
    await clientOf(app).signUp({ contact: unproven, username: freshName(), password, fullName: 'Una' })
    const { contact: unfinished } = await signUpAt(app, 'profile')
    for (const contact of [unproven, unfinished]) {
      expect(await forgot(contact)).toMatchObject({ status: 202 })
      const code = await newestCode(app, contact)
      expect((await allMessagesTo(app, contact)).filter(({ text }) => text.includes(code))).toEqual([])
      expect(await reset(contact, code)).toMatchObject(gone)
    }
  })

  it('rejects a phone number of no country', async () => {
    const answer = await forgot('+9991234567')
    expect(answer).toMatchObject({ status: 422, body: { fields: { contact: expect.any(String) } } })
  })
})

describe('a code to reset the password', () => {
  it('works once, even when it is given ten times at once', async () => {
    const { contact, code } = await forgetful()
    const answers = await times(10, () => reset(contact, code))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(410)])
    expect(await reset(contact, code, 'yet another passphrase')).toMatchObject(gone)
  })

  it('accepts no more than five wrong tries when thirty come at once, and responds the same for an unknown address', async () => {
    const { contact, code } = await forgetful()
    const nobodys = freshEmail()
    await forgot(nobodys)
    for (const address of [contact, nobodys]) {
      const wrong = await wrongCode(app, address)
      const answers = await times(30, () => reset(address, wrong))
      expect(answers.map(({ status }) => status).sort()).toEqual([...Array(25).fill(410), ...Array(5).fill(422)])
    }
    expect(await reset(contact, code)).toMatchObject(gone)
  })

  it('that is wrong gets the same response as one for an unknown address', async () => {
    const { contact } = await forgetful()
    const nobodys = freshEmail()
    const before = [await reset(freshEmail(), '123456'), await reset((await signUpAt(app, 'photo')).contact, '123456')]
    expect(before[0]?.text).toBe(before[1]?.text)
    await forgot(nobodys)
    const [known, unknown] = [
      await reset(contact, await wrongCode(app, contact)),
      await reset(nobodys, await wrongCode(app, nobodys)),
    ]
    expect(known).toMatchObject({ status: 422, body: { code: 'invalid', fields: { code: expect.any(String) } } })
    expect([unknown.status, unknown.text]).toEqual([known.status, known.text])
    expect(await reset(nobodys, await newestCode(app, nobodys))).toMatchObject(gone)
  })

  it('works for ten minutes', async () => {
    const { contact, code } = await forgetful()
    await app.query(`update code set expires_at = now() where contact = ? and purpose = 'reset'`, [contact])
    expect(await reset(contact, code)).toMatchObject(gone)
  })

  it('is void after a newer one is sent, even when that one has been used', async () => {
    const { contact, code } = await forgetful()
    await ageCodes(app, contact, 61)
    await forgot(contact)
    const newer = await newestCode(app, contact)
    expect(await reset(contact, code)).toMatchObject({ status: 422 })
    expect(await reset(contact, newer)).toMatchObject({ status: 200 })
    expect(await reset(contact, code)).toMatchObject(gone)
  })

  it('is void after the password is changed', async () => {
    const { contact, code, client } = await forgetful()
    await client.call('auth.changePassword', { currentPassword: password, newPassword })
    expect(await reset(contact, code, 'yet another passphrase')).toMatchObject(gone)
  })

  it('is void after the address is changed, even when it is changed back', async () => {
    const { contact, code, client } = await forgetful()
    const next = freshEmail()
    for (const address of [next, contact]) {
      await client.call('auth.changeContact', { currentPassword: password, contact: address })
      await client.call('auth.verify', { code: await newestCode(app, address) })
      expect(await reset(contact, code)).toMatchObject(gone)
      expect(await reset(next, code)).toMatchObject(gone)
      await ageCodes(app, next, 61)
    }
  })

  it('works for one address and one purpose', async () => {
    const mine = await forgetful()
    const others = await forgetful()
    expect(await reset(others.contact, mine.code)).toMatchObject({ status: 422 })
    // That of a sign-up sets no password, and that of a password proves no address.
    const { contact, client } = await signUpAt(app, 'code')
    expect(await reset(contact, await newestCode(app, contact))).toMatchObject(gone)
    await expect(client.call('auth.verify', { code: mine.code })).rejects.toMatchObject({ code: 'invalid' })
    await expect(mine.client.call('auth.verify', { code: mine.code })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is stored nowhere: neither its digits nor a hash of them', async () => {
    const { contact, code } = await forgetful()
    await allMessagesTo(app, contact)
    const [row] = await app.query<{ id: string }>(`select * from code where contact = ? and purpose = 'reset'`, [
      contact,
    ])
    expect(JSON.stringify({ ...row, id: '' })).not.toContain(code)
    expect(createCredentials(['another secret of thirty-two characters']).codeDigits(row?.id ?? '')).not.toBe(code)
  })
})

describe('the link in a message', () => {
  /** What the link in the newest message to an address holds. */
  async function linkOf(contact: string) {
    const digits = await newestCode(app, contact)
    const { text } = await messageTo(app, contact, message => message.text.includes(digits))
    const { origin, pathname, search, hash } = new URL(/https?:\S+forgot-password\S*/.exec(text)?.[0] ?? '')
    return { origin, pathname, search, key: Object.fromEntries(new URLSearchParams(hash.slice(1))) }
  }

  it('leads to the configured public address and carries address and key behind the #', async () => {
    const { contact } = await forgetful()
    const { origin, pathname, search, key } = await linkOf(contact)
    expect([origin, pathname, search]).toEqual(['https://photos.example.org', '/forgot-password', ''])
    expect(key).toEqual({ contact, code: expect.stringMatching(/^[\w-]{43}$/) })
  })

  it('sets the password once, even when a stranger has used up the tries of its code', async () => {
    const { contact, code } = await forgetful()
    const { key } = await linkOf(contact)
    await times(7, async () => reset(contact, await wrongCode(app, contact)))
    expect(await reset(contact, code)).toMatchObject(gone)
    const answers = await times(10, () => reset(contact, key.code ?? ''))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(410)])
  })

  it('uses up its code, and the code uses up the link', async () => {
    for (const first of ['code', 'link'] as const) {
      const { contact, code } = await forgetful()
      const { key } = await linkOf(contact)
      const order = [code, key.code ?? '']
      for (const [i, one] of (first === 'code' ? order : order.reverse()).entries())
        expect(await reset(contact, one)).toMatchObject({ status: i === 0 ? 200 : 410 })
    }
  })

  it('is void like its code: after ten minutes, after a newer one, and for another address', async () => {
    const [late, replaced, other] = [await forgetful(), await forgetful(), await forgetful()]
    const keys = await Promise.all([late, replaced, other].map(({ contact }) => linkOf(contact)))
    const [lateKey = '', replacedKey = '', otherKey = ''] = keys.map(({ key }) => key.code ?? '')
    await expireCodes(app, late.contact)
    expect(await reset(late.contact, lateKey)).toMatchObject(gone)
    await ageCodes(app, replaced.contact, 61)
    await forgot(replaced.contact)
    expect(await reset(replaced.contact, replacedKey)).toMatchObject({ status: 422 })
    expect(await reset(replaced.contact, otherKey)).toMatchObject({ status: 422 })
    expect(await reset(replaced.contact, (await linkOf(replaced.contact)).key.code ?? '')).toMatchObject({
      status: 200,
    })
  })

  it('and its digits stay valid when the hourly limit of the account keeps a newer message from being sent', async () => {
    for (const by of ['link', 'digits'] as const) {
      const { contact, code, username } = await forgetful()
      const phone = freshPhone()
      await setPhone(app, { username }, phone)
      const { key } = await linkOf(contact)
      await ageCodes(app, contact, 61)
      // A stranger who knows both addresses asks for both, and guesses.
      expect(await forgot(phone)).toMatchObject({ status: 202 })
      expect(await forgot(contact)).toMatchObject({ status: 202 })
      const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
      await times(4, () => reset(contact, wrong))
      expect(await reset(contact, by === 'link' ? (key.code ?? '') : code)).toMatchObject({ status: 200 })
    }
  })

  it('whose digits have no tries left is not opened by them through a code that was never sent', async () => {
    const { contact, code, username } = await forgetful()
    const phone = freshPhone()
    await setPhone(app, { username }, phone)
    const { key } = await linkOf(contact)
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    await times(3, () => reset(contact, wrong))
    await ageCodes(app, contact, 61)
    await forgot(phone)
    await forgot(contact)
    const answers = []
    for (let i = 0; i < 5; i += 1) answers.push((await reset(contact, wrong)).status)
    // As many as nobody's code takes; the digits of the one before have had theirs by now.
    expect(answers).toEqual([422, 422, 422, 422, 422])
    expect(await reset(contact, code)).toMatchObject(gone)
    expect(await reset(contact, key.code ?? '')).toMatchObject({ status: 200 })
  })

  it('that is forged uses up no tries and gets the same response for an unknown address', async () => {
    const { contact, code } = await forgetful()
    const nobodys = freshEmail()
    await forgot(nobodys)
    const [known, unknown] = [contact, nobodys].map(address => times(8, () => reset(address, 'A'.repeat(43))))
    const texts = (await known)?.map(({ text }) => text)
    expect((await unknown)?.map(({ text }) => text)).toEqual(texts)
    expect(texts?.every(text => text.includes('is not the code that was sent'))).toBe(true)
    expect(await reset(contact, 'A'.repeat(42))).toMatchObject({
      status: 422,
      body: { fields: { code: expect.stringContaining('six digits') } },
    })
    expect(await reset(contact, code)).toMatchObject({ status: 200 })
  })
})

describe('a new password set with a code', () => {
  it('ends every session, closes every socket within a second, notifies the owner and signs nobody in', async () => {
    const ann = await person(app, 'ann')
    const contact = `${ann.name}@example.org`
    const second = await anotherDevice(app, ann)
    const tokens = [ann.client.tokens, second.tokens] as Tokens[]
    const sockets = await Promise.all(tokens.map(({ accessToken }) => join(app, 'feed', accessToken)))
    await ageCodes(app, contact, 61)
    await forgot(contact)
    const began = Date.now()
    const closed = Promise.all(sockets.map(disconnected))
    const answer = await reset(contact, await newestCode(app, contact))
    expect(answer).toMatchObject({ status: 200, text: '{}' })
    await closed
    expect(Date.now() - began).toBeLessThan(1500)
    for (const { accessToken, refreshToken } of tokens) {
      expect(await ask(app, 'GET', '/v1/me', { token: accessToken })).toMatchObject({ status: 401 })
      expect(await ask(app, 'POST', '/v1/auth/refresh', { body: { refreshToken } })).toMatchObject({ status: 401 })
    }
    const message = await messageTo(app, contact, ({ subject }) => /password was changed/.test(subject))
    expect(message.text).not.toContain(newPassword)
    const client = clientOf(app)
    await client.signIn(ann.name, newPassword)
    const { items } = await client.call('notifications.list', {})
    expect(items.map(({ security }) => security?.what)).toEqual(['new_device', 'password_changed'])
  })

  it('can be set for an unfinished sign-up that has one, which then continues', async () => {
    const { contact, username } = await signUpAt(app, 'photo')
    await forgot(contact)
    expect(await reset(contact, await newestCode(app, contact))).toMatchObject({ status: 200 })
    const client = clientOf(app)
    expect(await client.signIn(contact, newPassword)).toMatchObject({ tokens: { stage: 'photo' } })
    expect(await client.call('auth.skipPhoto', {})).toMatchObject({ user: { username } })
  })
})
