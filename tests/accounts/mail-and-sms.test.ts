import { describe, expect, it, onTestFinished } from 'vitest'
import { createApp } from '#app'
import { startApp, type TestApp, untilTestEnds } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { messageTo } from '#support/messages/mailbox'
import { startSmsGateway } from '#support/messages/sms-gateway'
import { headerOf, startSmtp } from '#support/messages/smtp'
import { clientOf, newestCode, password } from '#support/people/people'
import { signIn } from '#support/people/sign-ins'
import { freshEmail, freshName, freshPhone, wrongCode } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const start = async (env: Record<string, string>) => untilTestEnds(await startApp({ env }))
/** The time passes after which what failed is tried again. */
const passBackoff = (app: TestApp) =>
  app.query(`update task set run_at = now() where job = 'code.send' and attempts > 0`)

async function signUp(app: TestApp, contact: string, more = {}) {
  const client = clientOf(app)
  await client.call('auth.signUp', { contact, ...more })
  return client
}

describe('with a mail server', () => {
  it('the code of a sign-up comes by mail from the configured sender and verifies the address', async () => {
    const { received, host } = await startSmtp()
    const app = await start({ SMTP_URL: `smtp://${host}`, MAILBOX: 'off', MAIL_FROM: 'Photos <hello@photos.example>' })
    const contact = freshEmail()
    const client = await signUp(app, contact)
    const [mail] = await until(
      async () => received,
      list => list.length > 0,
    )
    const code = await newestCode(app, contact)
    expect(mail).toMatchObject({ from: 'hello@photos.example', to: [contact], source: expect.stringContaining(code) })
    expect(mail && headerOf(mail, 'From')).toBe('Photos <hello@photos.example>')
    expect(mail && headerOf(mail, 'Subject')).toBe('Your Heliograph code')
    expect(mail?.source).toContain('Content-Type: multipart/alternative')
    expect((await client.call('auth.verify', { code })).tokens.stage).toBe('profile')
    expect(await app.query('select 1 from mail')).toEqual([])
  })

  it('a mail that fails is tried again with the same Message-ID and the same code', async () => {
    let failures = 1
    const { received, host } = await startSmtp({
      onRcptTo: (_address, _session, done) => done(failures-- > 0 ? new Error('Try again later') : null),
    })
    const app = await start({ SMTP_URL: `smtp://${host}`, MAILBOX: 'off', LOG_LEVEL: 'silent' })
    const contact = freshEmail()
    await signUp(app, contact)
    const [job] = await until(
      () =>
        app.query<{ id: string; error: string | null }>(
          `select id, last_error as error from task where job = 'code.send'`,
        ),
      ([first]) => first?.error != null,
    )
    expect(job?.error).toContain('Try again later')
    expect(received).toEqual([])
    await passBackoff(app)
    const [mail] = await until(
      async () => received,
      list => list.length > 0,
    )
    expect(mail && headerOf(mail, 'Message-ID')).toBe(`<${job?.id}@heliograph>`)
    expect(mail?.source).toContain(await newestCode(app, contact))
    await until(
      () => app.query(`select 1 from task where job = 'code.send'`),
      jobs => jobs.length === 0,
    )
    expect(received).toHaveLength(1)
  })

  it('a full name that is markup is text in the mail, and the mail of a code repeats nothing the caller typed', async () => {
    const { received, host } = await startSmtp()
    const app = await start({ SMTP_URL: `smtp://${host}`, MAILBOX: 'off', PUBLIC_URL: 'https://photos.example.org' })
    const [contact, username, fullName] = [freshEmail(), freshName(), '<b>Ann</b> & "co"']
    const client = await signUp(app, contact, { username, password, fullName })
    await until(
      async () => received,
      list => list.length === 1,
    )
    expect(decoded(received[0]?.source)).not.toContain('Ann')
    await client.call('auth.verify', { code: await newestCode(app, contact) })
    await client.call('auth.skipPhoto', {})
    await signIn(app, { login: username }, { agent: 'curl/8.5.0' })
    await until(
      async () => received,
      list => list.length === 2,
    )
    const source = decoded(received[1]?.source)
    expect(source).toContain('Hello &lt;b&gt;Ann&lt;/b&gt; &amp; &quot;co&quot;,')
    expect(source.match(/<b>Ann/g)).toHaveLength(1)
    expect(source).toContain('href="https://photos.example.org/forgot-password"')
  })

  it('and no gateway, signing up with a phone number is rejected at once', async () => {
    const { host } = await startSmtp()
    const app = await start({ SMTP_URL: `smtp://${host}`, MAILBOX: 'off', LOG_LEVEL: 'silent' })
    const answer = await ask(app, 'POST', '/v1/auth/sign-up', { body: { contact: freshPhone() } })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { contact: 'must be an email address: this server sends no text messages' } },
    })
    expect(await app.query('select 1 from users')).toEqual([])
  })
})

describe('with a gateway for text messages', () => {
  const token = 'token-of-the-gateway'

  it('the code of a sign-up by phone comes as one text message and verifies the number', async () => {
    const { received, url } = await startSmsGateway()
    const app = await start({ SMS_URL: url, SMS_TOKEN: token, SMS_FROM: 'Heliograph' })
    const contact = freshPhone()
    const client = await signUp(app, contact)
    const [text] = await until(
      async () => received,
      list => list.length > 0,
    )
    expect(text?.headers.authorization).toBe(`Bearer ${token}`)
    expect(text?.body).toEqual({
      id: expect.stringMatching(/^code-[0-9a-f-]{36}$/),
      to: contact,
      from: 'Heliograph',
      text: expect.stringMatching(/^\d{6} is your Heliograph code\./),
    })
    expect(text?.headers['idempotency-key']).toBe(text?.body.id)
    const code = text?.body.text.slice(0, 6) ?? ''
    expect(await wrongCode(app, contact)).not.toBe(code)
    expect((await client.call('auth.verify', { code })).tokens.stage).toBe('profile')
    await until(
      () => app.query(`select 1 from task where job = 'code.send'`),
      jobs => jobs.length === 0,
    )
    expect(received).toHaveLength(1)
    expect(await app.query('select 1 from mail')).toEqual([])
  })

  it('a text that it rejects is tried again under the same key, and neither the code nor the token is logged', async () => {
    const { received, url } = await startSmsGateway({ status: 503 })
    const app = await start({ SMS_URL: url, SMS_TOKEN: token, LOG_LEVEL: 'silent' })
    const contact = freshPhone()
    await signUp(app, contact)
    const [job] = await until(
      () =>
        app.query<{ error: string | null; row: string }>(
          `select last_error as error, task::text as row from task where job = 'code.send'`,
        ),
      ([first]) => first?.error != null,
    )
    expect(job?.error).toBe('The SMS gateway returned 503')
    for (const secret of [token, await newestCode(app, contact)]) expect(job?.row).not.toContain(secret)
    await passBackoff(app)
    await until(
      async () => received,
      list => list.length === 2,
    )
    expect(received[1]?.body).toEqual(received[0]?.body)
  })

  it('mail still goes to the mailbox when no mail server is set', async () => {
    const { received, url } = await startSmsGateway()
    const app = await start({ SMS_URL: url })
    const contact = freshEmail()
    await signUp(app, contact)
    expect(await messageTo(app, contact, 'Your Heliograph code')).toMatchObject({ channel: 'email' })
    expect(received).toEqual([])
  })
})

it('a phone that can no longer be reached fails its job instead of leaving the code in a table', async () => {
  const app = await start({})
  const { client, contact } = { client: clientOf(app), contact: freshPhone() }
  await client.call('auth.signUp', { contact })
  expect(await messageTo(app, contact, '')).toMatchObject({ channel: 'sms', html: '' })
  const { host } = await startSmtp()
  await app.close()
  const later = await createApp({
    ...app.config,
    mailbox: false,
    smtpUrl: `smtp://${host}`,
    port: 0,
    logLevel: 'silent',
  })
  onTestFinished(() => later.close())
  await later.engine.transact(async ctx => {
    await ctx.em.getConnection().execute('delete from mail', [], 'run', ctx.em.getTransactionContext())
    const [code] = await ctx.em
      .getConnection()
      .execute('select id from code', [], 'all', ctx.em.getTransactionContext())
    ctx.enqueue('code.send', { codeId: code?.id ?? '' })
  })
  const query = (text: string) => later.orm.em.getConnection().execute<{ error: string | null }[]>(text)
  const [job] = await until(
    () => query(`select last_error as error from task where job = 'code.send'`),
    ([first]) => first?.error != null,
  )
  expect(job?.error).toBe('There is no gateway for text messages, and no mailbox')
  expect(await query('select 1 from mail')).toEqual([])
})

/** A mail's source without the line breaks and signs of its transfer encoding. */
const decoded = (source = '') => source.replaceAll('=\r\n', '').replaceAll('=3D', '=')
