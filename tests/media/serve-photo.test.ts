import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createCredentials } from '#auth/credentials'
import type { Media } from '#contract'
import { imageUrls } from '#photos/image-urls'
import { startApp, type TestApp, useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { makePrivate, suspend } from '#support/people/change-account'
import { type Person, people, person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'

const app = useApp()
let bytes: Buffer
beforeAll(async () => {
  bytes = await photo()
})

const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`http://127.0.0.1:${app.port}${url}`, { headers, method })
const urlOf = (media: Media | undefined) => media?.image?.variants.find(one => one.name === 'small')?.url ?? ''
const upload = (one: Person) => uploadWhole(one.client, bytes)

it('a photo is served whole, with the headers that caches and browsers need', async () => {
  const url = urlOf(await upload(await person(app, 'ann')))
  const response = await get(url)
  const body = Buffer.from(await response.arrayBuffer())
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'content-length': String(body.length),
    'accept-ranges': 'bytes',
    'cache-control': 'public, max-age=60',
    etag: expect.stringMatching(/^"[^"]+"$/),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  })
  const head = await get(url, {}, 'HEAD')
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(body.length), ''])
  expect(head.headers.get('etag')).toBe(response.headers.get('etag'))
})

it('a photo is not sent again to a client that has it', async () => {
  const url = urlOf(await upload(await person(app, 'ann')))
  const etag = (await get(url)).headers.get('etag') ?? ''
  for (const known of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
    const response = await get(url, { 'if-none-match': known })
    expect([response.status, await response.text()], known).toEqual([304, ''])
  }
  expect((await get(url, { 'if-none-match': '"other"' })).status).toBe(200)
})

it('a photo is served in part', async () => {
  const url = urlOf(await upload(await person(app, 'ann')))
  const whole = Buffer.from(await (await get(url)).arrayBuffer())
  const size = whole.length
  const hex = (part: Uint8Array) => Buffer.from(part).toString('hex')
  const part = async (range: string, headers: Record<string, string> = {}) => {
    const response = await get(url, { range, ...headers })
    return [response.status, response.headers.get('content-range'), hex(await response.bytes())]
  }
  expect(await part('bytes=0-9')).toEqual([206, `bytes 0-9/${size}`, hex(whole.subarray(0, 10))])
  expect(await part('bytes=10-')).toEqual([206, `bytes 10-${size - 1}/${size}`, hex(whole.subarray(10))])
  expect(await part('bytes=-5')).toEqual([206, `bytes ${size - 5}-${size - 1}/${size}`, hex(whole.subarray(-5))])
  expect(await part(`bytes=5-${size * 9}`)).toEqual([206, `bytes 5-${size - 1}/${size}`, hex(whole.subarray(5))])
  const [status, range] = await part(`bytes=${size}-`)
  expect([status, range]).toEqual([416, `bytes */${size}`])
  // What is no range, or several, is not heeded.
  for (const header of ['bytes=9-2', 'bytes=a-b', 'bytes=0-1,4-5', 'lines=0-1']) {
    expect(await part(header), header).toEqual([200, null, hex(whole)])
  }
  const etag = (await get(url)).headers.get('etag') ?? ''
  expect(await part('bytes=0-9', { 'if-range': etag })).toEqual([206, `bytes 0-9/${size}`, hex(whole.subarray(0, 10))])
  expect(await part('bytes=0-9', { 'if-range': '"other"' })).toEqual([200, null, hex(whole)])
})

it('a photo has no other URL than its signed one', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const url = urlOf(await upload(ann))
  const other = urlOf(await upload(bob))
  const [path = '', query = ''] = url.split('?')
  const { e = '', p = '', s = '' } = Object.fromEntries(new URLSearchParams(query))
  const changed = [
    path,
    `${path}?e=${e}&p=${p}`,
    `${path}?e=${Number(e) + 3600}&p=${p}&s=${s}`,
    `${path}?e=${e}&p=1&s=${s}`,
    `${path}?e=${e}&p=${p}&s=${s.slice(0, -1)}${s.endsWith('A') ? 'B' : 'A'}`,
    `${path}?e=${e}&p=${p}&s=`,
    `${other.split('?')[0]}?${query}`,
    `${path.replace('small', 'large')}?${query}`,
    `${path.replace('small.webp', '')}?${query}`,
    `/media/../uploads/x?${query}`,
    `/media/%2e%2e%2fuploads?${query}`,
    '/media/',
    '/media/..%2f..%2fsecret.jpeg',
  ]
  for (const address of changed) expect((await get(address)).status, address).toBe(404)
  expect((await get(url)).status).toBe(200)
})

it('a photo has a URL that expires', async () => {
  const media = await upload(await person(app, 'ann'))
  const key = createCredentials(app.config.jwtSecrets).keyFor('images')
  const [row] = await app.query<{ image: Parameters<ReturnType<typeof imageUrls>['sign']>[0] }>(
    'select image from media where id = ?',
    [media.id],
  )
  const signedAgo = (hours: number) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - hours * 3_600_000 })
    try {
      return imageUrls(key).sign(row?.image as NonNullable<typeof row>['image'], false).variants[0]?.url ?? ''
    } finally {
      vi.useRealTimers()
    }
  }
  expect((await get(signedAgo(0))).status).toBe(200)
  expect((await get(signedAgo(1))).status).toBe(200)
  const response = await get(signedAgo(4))
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'not_found'])
})

it('a photo of a private account is kept by no shared cache', async () => {
  const ann = await person(app, 'ann')
  const { id: mediaId } = await upload(ann)
  await makePrivate(app, ann)
  const response = await get(urlOf(await ann.client.call('media.get', { mediaId })))
  expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'private, max-age=60'])
})

it('a photo is gone with its post, and its file with the post thirty days later', async () => {
  const ann = await person(app, 'ann')
  const media = [await upload(ann), await upload(ann)]
  const mediaIds = media.map(one => one.id)
  const { id: postId } = await ann.client.call('posts.create', { mediaIds })
  const folders = mediaIds.map(id => join(app.config.dataDir, 'files/photos', id))
  expect(folders.map(folder => existsSync(folder))).toEqual([true, true])
  await ann.client.call('posts.delete', { postId })
  for (const one of media) expect((await get(urlOf(one))).status).toBe(404)
  expect(folders.map(folder => existsSync(folder))).toEqual([true, true])
  await app.query("update post set deleted_at = now() - interval '30 days' where id = ?", [postId])
  await app.engine.transact(async ctx => ctx.enqueue('posts.expire', {}))
  await until(
    async () => folders.filter(folder => existsSync(folder)),
    left => left.length === 0,
  )
  for (const mediaId of mediaIds) {
    await expect(ann.client.call('media.get', { mediaId })).rejects.toMatchObject({ code: 'not_found' })
  }
})

it('a photo of a message is at no public URL once its owner is private or suspended', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: mediaId } = await upload(ann)
  const { id: postId } = await ann.client.call('posts.create', { mediaIds: [mediaId] })
  const ofPost = urlOf((await bob.client.call('posts.get', { postId })).media[0])
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await ann.client.call('messages.send', { conversationId, mediaId })
  const ofMessage = urlOf((await bob.client.call('messages.list', { conversationId })).items[0]?.media ?? undefined)
  const statuses = async () => [(await get(ofPost)).status, (await get(ofMessage)).status]
  expect(await statuses()).toEqual([200, 200])
  await ann.client.call('users.update', { isPrivate: true })
  expect(await statuses()).toEqual([404, 200])
  await ann.client.call('users.update', { isPrivate: false })
  expect(await statuses()).toEqual([200, 200])
  await suspend(app, ann)
  expect(await statuses()).toEqual([404, 200])
})

describe('to a page of another origin', () => {
  const page = 'https://app.example.org'
  const other = 'https://elsewhere.example.org'
  let shared: TestApp
  let url: string
  beforeAll(async () => {
    shared = await startApp({ env: { CORS_ORIGINS: `${page},http://localhost:8100` } })
    url = `http://127.0.0.1:${shared.port}${urlOf(await uploadWhole((await person(shared, 'ann')).client, bytes))}`
  })
  afterAll(() => shared.close())
  const asked = async (headers: Record<string, string>, method = 'GET', at = url) => {
    const response = await fetch(at, { headers, method })
    await response.arrayBuffer()
    return response
  }
  const said = ({ status, headers }: Response) => [
    status,
    headers.get('access-control-allow-origin'),
    headers.get('vary'),
    headers.get('cross-origin-resource-policy'),
  ]

  it.each([page, 'http://localhost:8100'])('that is allowed, a photo can be read: %s', async origin => {
    const whole = await asked({ origin })
    expect(said(whole)).toEqual([200, origin, 'Origin', 'cross-origin'])
    expect(whole.headers.get('access-control-expose-headers')?.split(',')).toEqual(
      expect.arrayContaining(['Content-Length', 'Content-Range', 'ETag']),
    )
    expect(said(await asked({ origin }, 'HEAD'))).toEqual([200, origin, 'Origin', 'cross-origin'])
    expect(said(await asked({ origin, range: 'bytes=0-9' }))).toEqual([206, origin, 'Origin', 'cross-origin'])
    expect(said(await asked({ origin, range: 'bytes=999999999-' }))).toEqual([416, origin, 'Origin', 'cross-origin'])
    const etag = whole.headers.get('etag') ?? ''
    expect(said(await asked({ origin, 'if-none-match': etag }))).toEqual([304, origin, 'Origin', 'cross-origin'])
  })

  it('that is allowed, a 404 can be read as well', async () => {
    const response = await asked({ origin: page }, 'GET', `${url}x`)
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([404, page])
  })

  it('that is allowed, a preflight is granted', async () => {
    const headers = {
      origin: page,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'if-range',
    }
    const granted = await asked(headers, 'OPTIONS')
    expect(granted.status).toBe(204)
    expect(Object.fromEntries(granted.headers)).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'GET,HEAD',
      'access-control-allow-headers': 'if-range',
      vary: expect.stringContaining('Origin'),
    })
  })

  it.each([other, 'null', `${page}.evil.org`, page.toUpperCase(), ''])(
    'that is not allowed, it cannot: %j',
    async origin => {
      expect(said(await asked(origin === '' ? {} : { origin }))).toEqual([200, null, 'Origin', 'cross-origin'])
    },
  )

  it('no CORS header is sent when no origin is allowed', async () => {
    const response = await get(urlOf(await upload(await person(app, 'ann'))), { origin: page })
    await response.arrayBuffer()
    expect(said(response)).toEqual([200, null, null, 'cross-origin'])
  })
})
