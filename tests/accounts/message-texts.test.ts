import { describe, expect, it } from 'vitest'
import { jobs, type NoticeKind } from '#jobs'
import { type About, accountMessage } from '#workers/accounts/messages/account-message'
import { codeMessage } from '#workers/accounts/messages/code-message'
import { renderMessage } from '#workers/accounts/messages/render-message'

const about: About = {
  fullName: 'Ann Adams',
  device: 'Firefox on Linux',
  ip: '192.0.2.7',
  at: '21 November 2026, 13:00 UTC',
  until: '21 December 2026, 13:00 UTC',
  publicUrl: 'https://photos.example.org',
}
const kinds = jobs['account.notify'].payload.shape.what.options
const bodiesOf = (what: NoticeKind, more: Partial<About> = {}) => {
  const message = accountMessage(what, { ...about, ...more })
  return { ...message, ...renderMessage(message) }
}
const hostile = '<script>alert(1)</script>"\'&'

describe.each(kinds)('the message of %s', what => {
  it('says when and from where in every body, and briefly in a text message', () => {
    const { text, html, short } = bodiesOf(what)
    for (const body of [text, html]) {
      expect(body).toContain('Hello Ann Adams,')
      expect(body).toContain('When: 21 November 2026, 13:00 UTC')
      expect(body).toContain('From: Firefox on Linux, 192.0.2.7')
    }
    expect(short).toContain('21 November 2026, 13:00 UTC')
    expect(short).not.toContain('Ann Adams')
    expect(short.length).toBeLessThan(250)
  })

  it('links only to the configured public address', () => {
    const { text, html, short } = bodiesOf(what)
    for (const body of [text, html, short])
      for (const [address] of body.matchAll(/https?:\/\/[^\s"<]+/g))
        expect(address).toMatch(/^https:\/\/photos\.example\.org\/[a-z-/]+$/)
  })

  it('shows what users typed as text', () => {
    const { html, subject } = bodiesOf(what, { fullName: hostile, device: hostile, ip: hostile })
    expect(html).not.toContain('<script')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;')
    expect(subject).toBe(bodiesOf(what).subject)
  })

  it('is complete without a name and a device', () => {
    const { text, short } = bodiesOf(what, { fullName: '', device: '', ip: '' })
    expect(text).not.toMatch(/Hello|From:|undefined|null/)
    expect(short).toContain('(21 November 2026, 13:00 UTC)')
  })
})

it.each(['new_device', 'password_changed', 'token_reused', 'totp_enabled', 'totp_disabled', 'undeleted'] as const)(
  'the message of %s says what to do if it was somebody else',
  what => {
    const { text, html, short } = bodiesOf(what)
    expect(text).toMatch(/If (it was not you|you did not copy it)/)
    for (const body of [text, html, short]) expect(body).toContain('https://photos.example.org/forgot-password')
  },
)

it('the message of a deletion says until when it can be undone', () => {
  const { text, html, short } = bodiesOf('deleted')
  for (const body of [text, html, short]) expect(body).toContain('21 December 2026, 13:00 UTC')
})

it('the message of an export links to the download page', () => {
  const { text, html, short } = bodiesOf('export_ready')
  for (const body of [text, html, short]) expect(body).toContain('https://photos.example.org/settings/data')
})

it('the message of a code has a link when it is given one, and a text message never has', () => {
  const link = 'https://photos.example.org/forgot-password#contact=ann%40example.org&code=abc'
  const message = codeMessage('reset', '204816', link)
  const { text, html } = renderMessage(message)
  expect([text, html.replaceAll('&amp;', '&')]).toEqual([expect.stringContaining(link), expect.stringContaining(link)])
  expect(message.short).not.toContain('https')
})

describe.each(['sign-up', 'contact', 'reset'] as const)('the code for %s', purpose => {
  it('is in every body, with how long it is valid', () => {
    const message = codeMessage(purpose, '204816', null)
    for (const body of Object.values(renderMessage(message))) {
      expect(body).toContain('204816')
      expect(body).toContain('ten minutes')
    }
    expect(message.short).toMatch(/^204816 is your .*ten minutes/)
    expect(message.short.length).toBeLessThanOrEqual(160)
    expect(message.subject).not.toContain('204816')
  })
})
