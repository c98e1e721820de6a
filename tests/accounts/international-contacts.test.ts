import { describe, expect, it } from 'vitest'
import { startApp, untilTestEnds, useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { allMessagesTo, messageTo } from '#support/messages/mailbox'
import { headerOf, startSmtp } from '#support/messages/smtp'
import { ageCodes } from '#support/people/change-code'
import { clientOf, newestCode, password } from '#support/people/people'
import { freshName, signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp()

let made = 0
/** An address nobody else in the file has, with a domain in each of its spellings. */
const fresh = (domain = 'bücher.example', plain = 'xn--bcher-kva.example') => {
  made += 1
  return { given: `jose${made}@${domain}`, plain: `jose${made}@${plain}` }
}
const digitsIn = (text: string) => /\b\d{6}\b/.exec(text)?.[0] ?? ''

/** Signs up with an address as somebody does who has only what is in their mailbox. */
async function signUp(contact: string) {
  const client = clientOf(app)
  const username = freshName()
  await client.signUp({ contact })
  const { text } = await messageTo(app, contact)
  await client.call('auth.verify', { code: digitsIn(text) })
  await client.call('auth.complete', { username, password, fullName: 'José' })
  await client.call('auth.skipPhoto', {})
  return { client, username }
}

describe('an account', () => {
  it.each([
    'ivan@xn--80akhbyknj4f.xn--p1ai',
    'ivan@пример.рф',
    'jose@bücher.example',
    'a&b@example.org',
    'x=y@example.org',
    'a~b@example.org',
    '#1fan@example.org',
    "!$%'*+/?^_`{|}-@example.org",
  ])('is made with %s: the code goes there, and it signs in', async contact => {
    const { client, username } = await signUp(contact)
    expect(await client.call('users.me', {})).toMatchObject({ email: contact })
    expect(await clientOf(app).signIn(contact, password)).toMatchObject({ user: { username } })
  })

  it('signs in with its address in any spelling', async () => {
    const { given, plain } = fresh()
    const { username } = await signUp(given)
    for (const login of [given, plain, given.toUpperCase(), given.normalize('NFD'), ` ${plain} `]) {
      expect([login, await clientOf(app).signIn(login, password)]).toMatchObject([login, { user: { username } }])
    }
  })

  it.each(['given', 'plain'] as const)(
    'has one address in all spellings: signing up with another than the %s one notifies the owner alone',
    async way => {
      const { given, plain } = fresh()
      const [first, second] = way === 'given' ? [given, plain.replace('xn--', 'XN--')] : [plain, given]
      const { username } = await signUp(first)
      await ageCodes(app, plain, 61)
      const rival = clientOf(app)
      await rival.signUp({ contact: second })
      await messageTo(app, first, ({ text }) => /^Someone tried to make a Heliograph account/.test(text))
      expect(await allMessagesTo(app, second)).toEqual([])
      const code = await newestCode(app, plain)
      await expect(rival.call('auth.verify', { code })).rejects.toMatchObject({ code: 'gone' })
      expect(await clientOf(app).signIn(second, password)).toMatchObject({ user: { username } })
    },
  )

  it('resets its password by either spelling, and the mail goes to the address as given at sign-up', async () => {
    const { given, plain } = fresh()
    const { username } = await signUp(given)
    for (const [contact, newPassword] of [
      [given, 'harbour lights at dawn'],
      [plain, 'harbour lights at noon'],
    ] as const) {
      await ageCodes(app, plain, 61)
      const client = clientOf(app)
      await client.call('auth.forgotPassword', { contact })
      const { text } = await messageTo(app, contact, message => /new password/i.test(message.subject + message.text))
      const code = digitsIn(text)
      await client.call('auth.resetPassword', { contact: contact === given ? plain : given, code, newPassword })
      expect(await clientOf(app).signIn(given, newPassword)).toMatchObject({ user: { username } })
    }
  })

  it('gets another code at the address as it was given', async () => {
    const { given, plain } = fresh()
    const { client } = await signUpAt(app, 'code', given)
    const { text } = await messageTo(app, given)
    await ageCodes(app, plain, 61)
    await client.call('auth.resendCode', {})
    const again = await messageTo(app, given, message => digitsIn(message.text) !== digitsIn(text))
    await client.call('auth.verify', { code: digitsIn(again.text) })
    expect(await allMessagesTo(app, plain)).toEqual([])
  })

  it('changes its address, gets mail at the old one as it was given, and shows the new one as it was given', async () => {
    const [old, next] = [fresh(), fresh('例え.example', 'xn--r8jz45g.example')]
    const { client } = await signUp(old.given)
    const same = { currentPassword: password, contact: old.plain }
    await expect(client.call('auth.changeContact', same)).rejects.toMatchObject({
      fields: { contact: 'is your address already' },
    })
    await client.call('auth.changeContact', { currentPassword: password, contact: next.given })
    await client.call('auth.verify', { code: digitsIn((await messageTo(app, next.given)).text) })
    await messageTo(app, old.given, ({ text }) => text.includes('was added, replaced or removed'))
    expect(await client.call('users.me', {})).toMatchObject({ email: next.given })
    expect(await app.query('select email, email_given from users where email = ?', [next.plain])).toEqual([
      { email: next.plain, email_given: next.given },
    ])
  })
})

it('mail reaches its server with a domain in ASCII and with every character that an address may have', async () => {
  const { received, host } = await startSmtp({ hideSMTPUTF8: true })
  const mailing = untilTestEnds(await startApp({ env: { SMTP_URL: `smtp://${host}` } }))
  const { given, plain } = fresh()
  const signs = "!#$%&'*+/=?^_`{|}~-@example.org"
  for (const contact of [given, signs]) await ask(mailing, 'POST', '/v1/auth/sign-up', { body: { contact } })
  await until(
    async () => received,
    all => all.length === 2,
  )
  const heads = received.map(mail => headerOf(mail, 'To')?.replaceAll(/^<|>$/g, ''))
  expect(heads.sort()).toEqual([signs, plain].sort())
  expect(received.flatMap(({ to }) => to).sort()).toEqual([signs, given].sort())
})
