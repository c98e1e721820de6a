import { mkdir, writeFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { webPage } from '#http/web-page'
import { temporaryFolder } from '#support/app/temporary-folder'
import { useApp } from '#support/app/use-app'
import { ask } from '#support/transports/http'

const app = useApp()
/** The page's own script and style, by the addresses that the page names. */
let script: string
let style: string
beforeAll(async () => {
  const { text } = await ask(app, 'GET', '/', browser)
  script = /src="(\/assets\/[^"]+\.js)"/.exec(text)?.[1] ?? ''
  style = /href="(\/assets\/[^"]+\.css)"/.exec(text)?.[1] ?? ''
})

const browser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }
const immutable = 'public, max-age=31536000, immutable'
const unpacked = { br: brotliDecompressSync, gzip: gunzipSync, none: (bytes: Buffer) => bytes }

type Got = { status: number; headers: IncomingHttpHeaders; bytes: Buffer }
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: app.port, path, method, headers }, response => {
      const chunks: Buffer[] = []
      response.on('data', chunk => chunks.push(chunk))
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) }),
      )
    })
    sent.once('error', reject).end()
  })
}
const codingOf = ({ headers }: Got) => (headers['content-encoding'] ?? 'none') as keyof typeof unpacked
const contentOf = (got: Got) => unpacked[codingOf(got)](got.bytes).toString()

describe('the script of the page', () => {
  it('is cached forever, and comes compressed to a fraction', async () => {
    const [plain, packed] = [await get(script), await get(script, { 'accept-encoding': 'gzip, deflate, br, zstd' })]
    expect(packed).toMatchObject({ status: 200, headers: { 'content-encoding': 'br', 'cache-control': immutable } })
    expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 3)
    expect(contentOf(packed)).toBe(plain.bytes.toString())
    for (const { headers } of [plain, packed]) {
      expect(headers).toMatchObject({
        'content-type': expect.stringMatching(/^text\/javascript/),
        'cache-control': immutable,
        'x-content-type-options': 'nosniff',
        vary: 'Accept-Encoding',
      })
    }
    expect(packed.headers.etag).not.toBe(plain.headers.etag)
  })

  it.each<[string | undefined, keyof typeof unpacked]>([
    [undefined, 'none'],
    ['', 'none'],
    ['br', 'br'],
    ['BR', 'br'],
    ['gzip', 'gzip'],
    ['gzip, br', 'br'],
    ['br;q=0.5, gzip', 'gzip'],
    ['br;q=0.001, gzip;q=0', 'br'],
    ['br;q=0, gzip;q=0.1', 'gzip'],
    ['br;q=0', 'none'],
    ['*', 'br'],
    ['*;q=0.5, br;q=0', 'gzip'],
    ['*;q=0', 'none'],
    ['identity', 'none'],
    ['identity;q=1, br;q=0.9', 'none'],
    ['identity;q=0.1, gzip;q=0.9', 'gzip'],
    ['identity;q=0, *;q=0', 'none'],
    ['deflate, zstd, compress', 'none'],
    ['gzip ;q=1', 'gzip'],
    ['brotli, gzipped', 'none'],
    ['br;q=x', 'br'],
    [';;,,=', 'none'],
  ])('asked for with "Accept-Encoding: %s" comes as %s, whole and with its length', async (accepted, coding) => {
    for (const path of [script, style, '/']) {
      const headers: Record<string, string> = accepted === undefined ? {} : { 'accept-encoding': accepted }
      const got = await get(path, headers)
      expect(codingOf(got)).toBe(coding)
      expect(got.headers['content-length']).toBe(String(got.bytes.length))
      expect(got.headers.vary).toBe('Accept-Encoding')
      expect(contentOf(got)).toBe((await get(path)).bytes.toString())
    }
  })

  it('asked for by HEAD has the headers that GET has, and no body', async () => {
    for (const headers of [{}, { 'accept-encoding': 'br' }, { 'accept-encoding': 'gzip' }] as Record<
      string,
      string
    >[]) {
      for (const path of [script, style, '/', '/sun.svg']) {
        const [got, head] = [await get(path, headers), await get(path, headers, 'HEAD')]
        expect(head.status).toBe(200)
        expect(head.bytes).toHaveLength(0)
        expect({ ...head.headers, date: '' }).toEqual({ ...got.headers, date: '' })
      }
    }
  })

  it('is not sent again to a client that has it in the same encoding', async () => {
    for (const path of [script, '/']) {
      const br = { 'accept-encoding': 'br' }
      const etag = (await get(path, br)).headers.etag ?? ''
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const again = await get(path, { ...br, 'if-none-match': known })
        expect(again).toMatchObject({ status: 304, headers: { etag, vary: 'Accept-Encoding' } })
        expect(again.bytes).toHaveLength(0)
        expect(again.headers['content-encoding']).toBeUndefined()
      }
      for (const known of ['"other"', etag.slice(1, -1), '']) {
        expect((await get(path, { ...br, 'if-none-match': known })).status).toBe(200)
      }
      expect((await get(path, { 'if-none-match': etag })).status).toBe(200)
    }
  })

  it.each(['bytes=0-9', 'bytes=-5', 'bytes=5-', 'bytes=9999999-', 'bytes=x', 'bytes=0-1,3-4'])(
    'comes whole when a part is asked for: %s',
    async range => {
      const got = await get(script, { range, 'accept-encoding': 'br' })
      expect(got.status).toBe(200)
      expect(contentOf(got)).toBe((await get(script)).bytes.toString())
    },
  )
})

describe('the page', () => {
  it('is revalidated at each visit, and is not sent again while it is the same', async () => {
    const { headers } = await get('/')
    expect(headers).toMatchObject({ 'content-type': expect.stringContaining('text/html'), 'cache-control': 'no-cache' })
    expect(await get('/', { 'if-none-match': headers.etag ?? '' })).toMatchObject({ status: 304 })
  })

  it.each([
    '/',
    '/ann.adams',
    '/p/01990a4e-7c00-7000-8000-000000000020',
    '/settings/privacy',
    '/index.html',
    '/sign-in',
  ])('is served at %s with its policy', async path => {
    const { status, headers } = await get(path, browser.headers)
    expect(status).toBe(200)
    const policy = directivesOf(headers['content-security-policy'])
    expect(policy).toMatchObject({
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'blob:', 'data:'],
      'connect-src': ["'self'"],
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'form-action': ["'none'"],
      'frame-ancestors': ["'none'"],
    })
    expect(JSON.stringify(policy)).not.toMatch(/unsafe|\*|http:|https:/)
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'cache-control': 'no-cache',
    })
  })

  it('has no inline code or style', async () => {
    const { text } = await ask(app, 'GET', '/', browser)
    expect(text.match(/<script(?![^>]* src=)|<style| style=| on\w+=/g)).toBeNull()
  })
})

describe('an uncacheable 404 is at', () => {
  it.each([
    ['a file of a build that is gone', '/assets/index-0000000.js'],
    ['a style of a build that is gone', '/assets/index-0000000.css'],
    ['the folder of files', '/assets/'],
    ['the stamp of the build', '/.stamp'],
    ['a hidden file', '/.env'],
    ['a hidden folder', '/.git/config'],
    ['a well-known file', '/.well-known/security.txt'],
    ['what was packed beside a file', '/index.html.br'],
    ['a way up', '/assets/../../package.json'],
    ['a way up that is encoded', '/assets/%2e%2e/%2e%2e/package.json'],
    ['a way up with encoded slashes', '/assets/..%2f..%2fpackage.json'],
    ['a way up with backslashes', '/assets/..%5c..%5cpackage.json'],
    ['a path of the machine', '/assets//etc/passwd'],
    ['a file with NUL in its name', '/assets/index.js%00.html'],
    ['no operation', '/v1/nothing'],
  ])('%s: %s', async (_, path) => {
    for (const headers of [{ accept: '*/*' }, { accept: 'application/json' }]) {
      const got = await get(path, headers)
      expect(got.status).toBe(404)
      expect(got.headers['cache-control']).toBe('no-store')
      expect(got.headers['content-type']).toBe('application/problem+json')
    }
  })

  it.each(['/assets/index-0000000.js', '/.env', '/.git/config', '/v1/nothing', '/docs/nothing'])(
    '%s, even when it is opened as a page',
    async path => expect(await get(path, browser.headers)).toMatchObject({ status: 404 }),
  )

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('the page with %s', async method =>
    expect(await get('/', browser.headers, method)).toMatchObject({ status: 404 }),
  )
})

describe('a build', () => {
  const page = '<!doctype html><script src="/assets/a-1.js"></script>'
  const source = 'console.log("a")'.repeat(100)

  async function build(files: Record<string, string | Buffer>) {
    const folder = await temporaryFolder()
    await mkdir(join(folder, 'assets'))
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
    return folder
  }

  it('that was not compressed is sent as it is', async () => {
    const folder = await build({ 'index.html': page, 'assets/a-1.js': source })
    const answer = await webPage(folder).request('/assets/a-1.js', { headers: { 'accept-encoding': 'br, gzip' } })
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(await answer.text()).toBe(source)
  })

  it('with one encoding is sent in that', async () => {
    const folder = await build({ 'index.html': page, 'assets/a-1.js': source, 'assets/a-1.js.gz': gzipSync(source) })
    const answer = await webPage(folder).request('/assets/a-1.js', { headers: { 'accept-encoding': 'br, gzip' } })
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(answer.headers.get('content-length')).toBe(String(gzipSync(source).length))
  })

  it('is served whole while another replaces it on the disk, until the next start', async () => {
    const folder = await build({
      'index.html': page,
      'assets/a-1.js': source,
      'assets/a-1.js.br': brotliCompressSync(source),
    })
    const before = webPage(folder)
    const next = page.replace('a-1', 'a-2')
    await writeFile(join(folder, 'index.html'), next)
    await writeFile(join(folder, 'assets/a-2.js'), 'new')
    await writeFile(join(folder, 'assets/a-1.js'), 'cut off')
    expect(await (await before.request('/')).text()).toBe(page)
    expect(await (await before.request('/assets/a-1.js')).text()).toBe(source)
    expect((await before.request('/assets/a-2.js')).status).toBe(404)
    const after = webPage(folder)
    expect(await (await after.request('/')).text()).toBe(next)
    expect(await (await after.request('/assets/a-2.js')).text()).toBe('new')
  })

  it('that is missing leaves all paths to other routes', async () => {
    expect((await webPage(join(await temporaryFolder(), 'nowhere')).request('/')).status).toBe(404)
  })
})

describe('the pages beside it', () => {
  it.each(['/docs', '/docs/http', '/docs/sockets', '/dev/mailbox'])(
    '%s has a policy, and cannot be framed',
    async path => {
      const { status, headers } = await get(path, browser.headers)
      expect(status).toBe(200)
      const policy = directivesOf(headers['content-security-policy'])
      expect(policy).toMatchObject({ 'frame-ancestors': ["'none'"], 'base-uri': ["'none'"], 'object-src': ["'none'"] })
      expect(policy['script-src'] ?? policy['default-src']).toEqual([path === '/dev/mailbox' ? "'none'" : "'self'"])
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      })
    },
  )

  it('the script of the documentation is compressed by the same rules', async () => {
    const path = '/docs/assets/swagger-ui-bundle.js'
    expect(codingOf(await get(path, { 'accept-encoding': 'gzip;q=0' }))).toBe('none')
    expect(codingOf(await get(path, { 'accept-encoding': 'br, gzip;q=0.2' }))).toBe('gzip')
  })
})

function directivesOf(policy: unknown): Record<string, string[]> {
  const directives = String(policy)
    .split(';')
    .map(each => each.trim().split(/\s+/))
  return Object.fromEntries(directives.map(([name = '', ...sources]) => [name, sources]))
}
