import { describe, expect, it } from 'vitest'
import { networkOf } from '#auth/network'
import { addressBehind } from '#platform/listen'
import { createDatabase, startApp, type TestApp, untilTestEnds } from '#support/app/use-app'
import { person } from '#support/people/people'
import { ask } from '#support/transports/http'

const peer = '192.0.2.1'

describe('the address of a call', () => {
  it('is that of the connection when no proxy is trusted, whatever the header says', () => {
    for (const header of [undefined, '', '203.0.113.9', '203.0.113.9, 203.0.113.10'])
      expect(addressBehind(0, header, peer)).toBe(peer)
  })

  it('is what the outermost trusted proxy wrote, since the caller can forge what precedes it', () => {
    expect(addressBehind(1, '203.0.113.9', peer)).toBe('203.0.113.9')
    expect(addressBehind(1, '1.1.1.1, 2.2.2.2, 203.0.113.9', peer)).toBe('203.0.113.9')
    expect(addressBehind(2, '1.1.1.1, 203.0.113.9, 198.51.100.2', peer)).toBe('203.0.113.9')
    expect(addressBehind(1, `${'1.1.1.1, '.repeat(1000)}203.0.113.9`, peer)).toBe('203.0.113.9')
  })

  it('is that of the connection when the proxies wrote too few addresses or an invalid one', () => {
    expect(addressBehind(3, '203.0.113.9, 198.51.100.2', peer)).toBe(peer)
    for (const junk of [
      '',
      ' ',
      'unknown',
      '_hidden',
      '1.2.3',
      '1.2.3.4.5',
      '999.1.1.1',
      "' or 1=1--",
      'a\0b',
      '<b>',
      ',',
    ])
      expect(addressBehind(1, junk, peer)).toBe(peer)
    expect(addressBehind(1, undefined, undefined)).toBe('unknown')
  })

  it('has neither port nor brackets, and IPv4 is not written as IPv6', () => {
    expect(addressBehind(1, '203.0.113.9:443', peer)).toBe('203.0.113.9')
    expect(addressBehind(1, '[2001:db8::1]:443', peer)).toBe('2001:db8::1')
    expect(addressBehind(1, '[2001:db8::1]', peer)).toBe('2001:db8::1')
    expect(addressBehind(0, undefined, '::ffff:192.0.2.1')).toBe(peer)
  })
})

describe('the key by which an address is counted', () => {
  it('is the text itself for IPv4 and for an invalid address', () => {
    for (const address of ['192.0.2.1', 'unknown', '']) expect(networkOf(address)).toBe(address)
  })

  it('is the /64 for IPv6, however it is written', () => {
    const spellings = [
      '2001:db8:0:1::1',
      '2001:db8:0:1:ffff:ffff:ffff:ffff',
      '2001:0DB8:0000:0001::',
      '2001:db8:0:1::%eth0',
    ]
    expect(spellings.map(networkOf)).toEqual(spellings.map(() => '2001:db8:0:1::/64'))
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
    expect(networkOf('::1')).toBe('0:0:0:0::/64')
    expect(networkOf('2001:db8:0:2::1')).not.toBe(networkOf('2001:db8:0:1::1'))
  })
})

describe('X-Forwarded-For', () => {
  /** How many of `calls` calls from different forged addresses are rejected by a limit of one. */
  async function rejections(app: TestApp, addresses: readonly string[]) {
    const answers = []
    for (const address of addresses)
      answers.push(await ask(app, 'GET', '/v1/users/nobody', { headers: { 'x-forwarded-for': address } }))
    return answers.filter(({ status }) => status === 429).length
  }
  const invented = Array.from({ length: 10 }, (_, i) => `203.0.113.${i + 1}`)
  const start = async (env: Record<string, string>) =>
    untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '0.001', ...env } }))

  it('evades no limit by default', async () => {
    expect(await rejections(await start({}), invented)).toBe(9)
  })

  it('behind one trusted proxy counts for what the proxy wrote, and for nothing before it', async () => {
    const app = await start({ TRUST_PROXY: '1' })
    expect(await rejections(app, invented)).toBe(0)
    expect(
      await rejections(
        app,
        invented.map(address => `${address}, 198.51.100.7`),
      ),
    ).toBe(9)
  })

  it('behind one trusted proxy grants no further tries to an invalid address or to one IPv6 network', async () => {
    const app = await start({ TRUST_PROXY: '1' })
    expect(
      await rejections(
        app,
        invented.map((_, i) => `unknown-${i}`),
      ),
    ).toBe(9)
    expect(
      await rejections(
        app,
        invented.map((_, i) => `2001:db8:0:1::${i + 1}`),
      ),
    ).toBe(9)
  })

  it('is shown in the list of sessions, and only behind a trusted proxy', async () => {
    const databaseUrl = await createDatabase()
    for (const [proxies, ip] of [
      ['0', '127.0.0.1'],
      ['1', '203.0.113.9'],
    ] as const) {
      const app = await startApp({ databaseUrl, env: { TRUST_PROXY: proxies } })
      const { name, client } = await person(app, 'ann')
      const body = { login: name, password: 'a long enough passphrase' }
      await ask(app, 'POST', '/v1/auth/sign-in', { body, headers: { 'x-forwarded-for': '1.1.1.1, 203.0.113.9' } })
      const { items } = await client.call('auth.sessions', {})
      expect(items.map(session => session.ip)).toContain(ip)
      expect(items.map(session => session.ip)).not.toContain('1.1.1.1')
      await app.close()
    }
  })
})
