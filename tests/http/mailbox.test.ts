import { describe, expect, it } from 'vitest'
import { readConfig } from '#config'
import { mailboxRoutes } from '#http/mailbox'
import { startApp, untilTestEnds, useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { newestCode } from '#support/people/people'
import { freshEmail, freshPhone, signUpAt } from '#support/people/sign-ups'
import { ask } from '#support/transports/http'

const app = useApp()

type SentMessage = { id: string; channel: string; to: string; subject: string; text: string; html: string; at: string }
const messages = async () => (await ask(app, 'GET', '/dev/mailbox.json')).body.items as SentMessage[]

describe('the mailbox', () => {
  it('holds all mail and text messages, newest first', async () => {
    const [email, phone] = [freshEmail(), freshPhone()]
    await signUpAt(app, 'code', email)
    await until(messages, items => items.length === 1)
    await signUpAt(app, 'code', phone)
    const items = await until(messages, found => found.length === 2)
    const [texted, mailed] = items
    const id = expect.stringMatching(/^code-/)
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    const code = await newestCode(app, email)
    expect(mailed).toEqual({
      ...{ id, at, channel: 'email', to: email, subject: 'Your Heliograph code' },
      ...{ text: expect.stringContaining(code), html: expect.stringContaining(`${code}`) },
    })
    expect(mailed?.html).toMatch(/^<!doctype html>/)
    expect(texted).toEqual({
      ...{ id, at, channel: 'sms', to: phone, subject: '', html: '' },
      text: expect.stringContaining(await newestCode(app, phone)),
    })
  })

  it('is also a page, which is never cached', async () => {
    const contact = freshEmail()
    await signUpAt(app, 'code', contact)
    await until(messages, items => items.some(message => message.to === contact))
    const page = await ask(app, 'GET', '/dev/mailbox')
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.text).toContain(contact)
    expect((await ask(app, 'GET', '/dev/mailbox.json')).headers['cache-control']).toBe('no-store')
  })

  it('shows markup in a message as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>"\'&'
    const message = {
      ...{ id: '1', channel: 'email' as const, at: hostile, html: '' },
      to: hostile,
      subject: hostile,
      text: hostile,
    }
    const page = await (await mailboxRoutes({ read: async () => [message] }).request('/dev/mailbox')).text()
    expect(page).not.toContain('<img')
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })
})

describe('the mailbox is available', () => {
  const database = { DATABASE_URL: 'postgres://localhost/x', JWT_SECRET: '0123456789abcdef'.repeat(3) }
  const smtp = { SMTP_URL: 'smtp://localhost' }

  it.each([
    ['on the embedded default', {}, true],
    ['on the embedded default beside a mail server', smtp, true],
    ['elsewhere where it is turned on', { ...database, MAILBOX: 'on' }, true],
    ['elsewhere where it is turned on beside a mail server', { ...database, ...smtp, MAILBOX: 'on' }, true],
    ['not elsewhere', { ...database, ...smtp }, false],
    ['not where it is turned off', { ...smtp, MAILBOX: 'off' }, false],
  ])('%s', (_, env, there) => {
    expect(readConfig(env).mailbox).toBe(there)
  })

  it('or else neither of its paths is found', async () => {
    const other = untilTestEnds(await startApp({ env: { MAILBOX: 'off', SMTP_URL: 'smtp://127.0.0.1:9' } }))
    for (const path of ['/dev/mailbox', '/dev/mailbox.json', '/dev/mailbox/', '/dev', '/dev//mailbox.json'])
      expect(await ask(other, 'GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})
