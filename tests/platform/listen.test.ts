import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readConfig } from '#config'
import { listen } from '#platform/listen'
import { publicUrlOf } from '#platform/public-url'

const answer = () => new Response('here')

async function listening(host: string, port = 0) {
  const { http, port: taken } = await listen(answer, { host, port })
  onTestFinished(() => void http.close())
  return taken
}

describe('where a node listens', () => {
  it.each([
    ['127.0.0.1', 'http://localhost'],
    ['0.0.0.0', 'http://localhost'],
    ['localhost', 'http://localhost'],
    ['::1', 'http://[::1]'],
    ['[::1]', 'http://[::1]'],
    ['0:0:0:0:0:0:0:1', 'http://[::1]'],
    ['::', 'http://localhost'],
    ['[::]', 'http://localhost'],
    ['::ffff:127.0.0.1', 'http://localhost'],
  ])('%s can be reached by its public address %s', async (HOST, origin) => {
    const { host, publicUrl } = readConfig({ HOST })
    const port = await listening(host)
    const url = publicUrlOf({ host, publicUrl }, port)
    expect(url).toBe(`${origin}:${port}`)
    expect(await fetch(url).then(response => response.text())).toBe('here')
  })

  it.each([
    ['2001:DB8::0:1', 'http://[2001:db8::1]:3000'],
    ['::ffff:192.0.2.1', 'http://[::ffff:c000:201]:3000'],
    ['photos.example.org', 'http://photos.example.org:3000'],
    ['my_host', 'http://my_host:3000'],
    ['192.0.2.1', 'http://192.0.2.1:3000'],
  ])('%s is shown as %s', (HOST, url) => {
    expect(publicUrlOf(readConfig({ HOST }), 3000)).toBe(url)
  })

  it('an address with a zone needs a public address of its own', () => {
    expect(() => readConfig({ HOST: 'fe80::1%eth0' })).toThrow(
      'PUBLIC_URL must be set when HOST names a zone: no link can be made of such an address',
    )
    expect(readConfig({ HOST: '[fe80::1%eth0]', PUBLIC_URL: 'http://photos.example.org' })).toMatchObject({
      host: 'fe80::1%eth0',
      publicUrl: 'http://photos.example.org',
    })
  })

  it.each([
    'http://localhost',
    'localhost:3000',
    '[::1]:3000',
    ':::1',
    '::1::',
    '[::1',
    '::1]',
    '[127.0.0.1]',
    '999.1.1.1',
    '127.0.0.1.5',
    '127.1',
    '0x7f000001',
    '0',
    'a b',
    'a/b',
    'a@b',
    '*',
    '1:2:3',
    '%eth0',
  ])('%s is rejected with a clear error', HOST => {
    expect(() => readConfig({ HOST, PUBLIC_URL: 'http://localhost' })).toThrow(
      'HOST must be an address or name of this machine without a port, such as 127.0.0.1, :: or localhost',
    )
  })

  it.each(['192.0.2.1', '2001:db8::1', 'nowhere.invalid'])(
    '%s, which is not an address of this machine, is rejected',
    async host => {
      await expect(listen(answer, { host, port: 0 })).rejects.toThrow(
        /is no address of this machine \(\w+\): set HOST to one, or to 0\.0\.0\.0 or :: for all\./,
      )
    },
  )

  it('a port that is taken on an IPv6 address is rejected with a clear error', async () => {
    const other = createServer().listen(0, '::1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    await expect(listen(answer, { host: '::1', port })).rejects.toThrow(`Port ${port} on ::1 is taken`)
  })

  it.each(['127.0.0.1', '::1'])('a request on %s without a host gets a response, as HTTP/1.0 allows', async host => {
    const socket = connect(await listening(host), host)
    socket.write('GET / HTTP/1.0\r\n\r\n')
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nhere$/s)
  })
})
