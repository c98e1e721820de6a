import { describe, expect, it } from 'vitest'
import type { Tokens } from '#contract'
import { useApp } from '#support/app/use-app'
import { allMessagesTo, messageTo, type SentMessage } from '#support/messages/mailbox'
import { ageCodes, expireCodes } from '#support/people/change-code'
import { clientOf, newestCode, type Person, password, person } from '#support/people/people'
import { freshEmail, freshPhone, signUpAt, wrongCode } from '#support/people/sign-ups'
import { type Answer, ask } from '#support/transports/http'

const app = useApp()

const tokenOf = ({ client }: { client: { tokens: Tokens | null } }) => client.tokens?.accessToken ?? ''
const change = (who: Person, contact: string, currentPassword: string | undefined = password) =>
  ask(app, 'POST', '/v1/auth/change-contact', { token: tokenOf(who), body: { contact, currentPassword } })
const verify = (who: { client: { tokens: Tokens | null } }, code: string) =>
  ask(app, 'POST', '/v1/auth/verify', { token: tokenOf(who), body: { code } })
/** Lets a minute pass for the codes of an account. */
const ageCodesOf = ({ id }: Person) =>
  app.query(`update code set created_at = created_at - interval '61 seconds' where user_id = ?`, [id])
const contactsOf = async ({ client }: Person) => {
  const { email, phone } = await client.call('users.me', {})
  return { email, phone }
}

describe('a new address', () => {
  it('takes effect when its code is given, and not before', async () => {
    const ann = await person(app, 'ann')
    const old = `${ann.name}@example.org`
    const contact = freshEmail()
    expect(await change(ann, contact)).toMatchObject({ status: 202, text: '{}' })
    expect(await contactsOf(ann)).toEqual({ email: old, phone: null })
    await expect(clientOf(app).signIn(contact, password)).rejects.toMatchObject({ code: 'unauthenticated' })
    const message = await messageTo(app, contact)
    const [code = ''] = message.text.match(/\b\d{6}\b/) ?? []
    expect(await verify(ann, code)).toMatchObject({
      status: 200,
      body: { tokens: { stage: 'done' }, user: { username: ann.name } },
    })
    expect(await contactsOf(ann)).toEqual({ email: contact, phone: null })
    expect(await clientOf(app).signIn(contact, password)).toMatchObject({ user: { id: ann.id } })
    await expect(clientOf(app).signIn(old, password)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('is announced by mail to the old one and by a notification', async () => {
    const ann = await person(app, 'ann')
    const contact = freshEmail()
    await change(ann, contact)
    await verify(ann, await newestCode(app, contact))
    const message = await messageTo(app, `${ann.name}@example.org`, ({ subject }) => /address/.test(subject))
    expect(message.text).not.toContain(contact)
    const { items } = await ann.client.call('notifications.list', {})
    expect(items).toMatchObject([{ kind: 'security', security: { what: 'contact_changed' } }])
  })

  it('leaves the mail of the account with the existing address', async () => {
    const { contact: phone, client } = await signUpAt(app, 'photo', freshPhone())
    await client.call('auth.skipPhoto', {})
    const email = freshEmail()
    const changed = ({ text }: SentMessage) => /password .*was changed/.test(text)
    await client.call('auth.changeContact', { currentPassword: password, contact: email })
    await client.call('auth.verify', { code: await newestCode(app, email) })
    await client.call('auth.changePassword', { currentPassword: password, newPassword: 'harbour lights at dawn' })
    for (const address of [phone, email]) {
      await messageTo(app, address, changed)
      expect((await allMessagesTo(app, address)).filter(changed)).toHaveLength(1)
    }
  })

  it('that is a phone number is added to the email address, and the next one replaces it', async () => {
    const ann = await person(app, 'ann')
    const email = `${ann.name}@example.org`
    const [first, second] = [freshPhone(), freshPhone()]
    for (const [phone, told] of [
      [first, email],
      [second, first],
    ] as const) {
      await change(ann, phone)
      expect(await verify(ann, await newestCode(app, phone))).toMatchObject({ status: 200 })
      expect(await contactsOf(ann)).toEqual({ email, phone })
      await messageTo(app, told, ({ text }) => /address|number/.test(text) && !/\d{6} is your/.test(text))
      await ageCodesOf(ann)
    }
  })

  it.each([
    ['wrong', 'not the right one'],
    ['missing', ''],
  ])('is forbidden where the current password is %s', async (_, currentPassword) => {
    const ann = await person(app, 'ann')
    const contact = freshEmail()
    expect(await change(ann, contact, currentPassword)).toMatchObject({
      status: 403,
      body: { code: 'forbidden', fields: { currentPassword: expect.any(String) } },
    })
    expect(await app.query('select id from code where contact = ?', [contact])).toEqual([])
  })

  it('is normalized to one spelling', async () => {
    const ann = await person(app, 'ann')
    const contact = freshEmail()
    await change(ann, contact.toUpperCase())
    await verify(ann, await newestCode(app, contact))
    expect(await contactsOf(ann)).toMatchObject({ email: contact })
  })

  it('is rejected when the account has it already or no country has it', async () => {
    const ann = await person(app, 'ann')
    for (const contact of [`${ann.name}@example.org`, `${ann.name}@EXAMPLE.org`, '+9991234567'])
      expect(await change(ann, contact)).toMatchObject({
        status: 422,
        body: { code: 'invalid', fields: { contact: expect.any(String) } },
      })
  })
})

describe('an address that belongs to another account', () => {
  it('gets the same response as any other and no code, and its owner is notified', async () => {
    const [ann, bob] = await Promise.all([person(app, 'ann'), person(app, 'bob')])
    const taken = `${bob.name}@example.org`
    const [free, owned] = [await change(await person(app, 'cy'), freshEmail()), await change(ann, taken)]
    expect([owned.status, owned.text]).toEqual([free.status, free.text])
    const code = await newestCode(app, taken)
    const messages = await allMessagesTo(app, taken)
    expect(messages.filter(({ text }) => text.includes(code))).toEqual([])
    expect(messages.some(({ text }) => /someone/i.test(text))).toBe(true)
    expect(await verify(ann, code)).toMatchObject({ status: 410, body: { code: 'gone' } })
    expect(await contactsOf(ann)).toEqual({ email: `${ann.name}@example.org`, phone: null })
  })

  it('and was free when the code was sent goes to the first user who verifies it', async () => {
    const [ann, bob] = await Promise.all([person(app, 'ann'), person(app, 'bob')])
    const contact = freshEmail()
    await change(ann, contact)
    const anns = await newestCode(app, contact)
    await ageCodes(app, contact, 61)
    await change(bob, contact)
    const bobs = await newestCode(app, contact)
    const answers = await Promise.all([verify(ann, anns), verify(bob, bobs)])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    expect(await app.query('select id from users where email = ?', [contact])).toHaveLength(1)
  })

  it('but only in a sign-up without a password goes to the last user who verifies it', async () => {
    const { contact, client } = await signUpAt(app, 'profile')
    const ann = await person(app, 'ann')
    await change(ann, contact)
    expect(await verify(ann, await newestCode(app, contact))).toMatchObject({ status: 200 })
    await expect(client.call('auth.skipPhoto', {})).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('the code of a new address', () => {
  const pending = async () => {
    const ann = await person(app, 'ann')
    const contact = freshEmail()
    await change(ann, contact)
    return { ann, contact, code: await newestCode(app, contact) }
  }
  const resend = (who: Person): Promise<Answer> => ask(app, 'POST', '/v1/auth/resend-code', { token: tokenOf(who) })

  it('works once, for five tries and for ten minutes', async () => {
    const used = await pending()
    const answers = await Promise.all(Array.from({ length: 8 }, () => verify(used.ann, used.code)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)])

    const tried = await pending()
    const wrong = await wrongCode(app, tried.contact)
    const tries = await Promise.all(Array.from({ length: 12 }, () => verify(tried.ann, wrong)))
    expect(tries.map(({ status }) => status).sort()).toEqual([...Array(7).fill(410), ...Array(5).fill(422)])
    expect(await verify(tried.ann, tried.code)).toMatchObject({ status: 410 })

    const late = await pending()
    await expireCodes(app, late.contact)
    expect(await verify(late.ann, late.code)).toMatchObject({ status: 410 })
  })

  it('works for no other account', async () => {
    const { code } = await pending()
    const another = await pending()
    expect(await verify(another.ann, code)).toMatchObject({ status: 422 })
    expect(await verify(await person(app, 'cy'), code)).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })

  it('is sent again once a minute, and only while a new address is pending', async () => {
    const { ann, contact, code } = await pending()
    expect(await resend(ann)).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    await ageCodesOf(ann)
    expect(await resend(ann)).toMatchObject({ status: 200, body: {} })
    expect(await verify(ann, code)).toMatchObject({ status: 422 })
    expect(await verify(ann, await newestCode(app, contact))).toMatchObject({ status: 200 })
    await ageCodesOf(ann)
    expect(await resend(ann)).toMatchObject({ status: 409, body: { code: 'conflict' } })
  })

  it('goes to at most five addresses an hour', async () => {
    const ann = await person(app, 'ann')
    for (let sent = 0; sent < 5; sent++) {
      expect(await change(ann, freshEmail())).toMatchObject({ status: 202 })
      expect(await change(ann, freshEmail())).toMatchObject({ status: 429 })
      await ageCodesOf(ann)
    }
    const sixth = await change(ann, freshEmail())
    expect(sixth).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
    expect(sixth.body.retryAfter).toBeGreaterThan(60)
  })

  it('is void after another address is given or the password is changed', async () => {
    const { ann, code } = await pending()
    await ageCodesOf(ann)
    const second = freshEmail()
    await change(ann, second)
    expect(await verify(ann, code)).toMatchObject({ status: 422 })
    const newPassword = 'harbour lights at dawn'
    await ann.client.call('auth.changePassword', { currentPassword: password, newPassword })
    const client = clientOf(app)
    await client.signIn(ann.name, newPassword)
    expect(await verify({ client }, await newestCode(app, second))).toMatchObject({ status: 409 })
  })
})

describe('a second address', () => {
  const remove = (who: Person, contact: string, currentPassword: string | undefined = password) =>
    ask(app, 'POST', '/v1/auth/remove-contact', { token: tokenOf(who), body: { contact, currentPassword } })

  it('is removed with the password: it no longer signs in or gets codes, and it is notified', async () => {
    const ann = await person(app, 'ann')
    const [email, phone] = [`${ann.name}@example.org`, freshPhone()]
    await change(ann, phone)
    await verify(ann, await newestCode(app, phone))
    expect(await remove(ann, phone, 'not this one')).toMatchObject({ status: 403 })
    expect(await remove(ann, freshPhone())).toMatchObject({
      status: 422,
      body: { fields: { contact: expect.any(String) } },
    })
    expect(await contactsOf(ann)).toEqual({ email, phone })

    expect(await remove(ann, phone)).toMatchObject({ status: 200, text: '{}' })
    expect(await contactsOf(ann)).toEqual({ email, phone: null })
    await messageTo(app, phone, ({ text }) => /address .*of your account/.test(text))
    await expect(clientOf(app).signIn(phone, password)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await ask(app, 'POST', '/v1/auth/forgot-password', { body: { contact: phone } })).toMatchObject({
      status: 202,
    })
    const { items } = await ann.client.call('notifications.list', {})
    expect(items[0]).toMatchObject({ kind: 'security', security: { what: 'contact_changed' } })
  })

  it('can be removed, while the last address cannot', async () => {
    const ann = await person(app, 'ann')
    expect(await remove(ann, `${ann.name}@example.org`)).toMatchObject({ status: 409 })
  })
})
