import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { type IncomingHttpHeaders, request as send } from 'node:http'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { startApp, type TestApp, untilTestEnds, useApp } from '#support/app/use-app'
import { caughtUp, headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { crowd } from '#support/people/crowd'
import { type Person, people, person } from '#support/people/people'
import { signUpAt } from '#support/people/sign-ups'
import {
  colourDistance,
  gifFrame,
  LONG_PHOTOS,
  photo,
  pngHeader900MP,
  QUADRANTS,
  quadrantColours,
  renamedText,
  SECRETS,
  svg,
  truncatedJpeg,
} from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'

const app = useApp()

const filesUnder = async (folder: string) =>
  (await readdir(join(app.config.dataDir, folder), { recursive: true }).catch(() => [])).length

async function served(url: string) {
  const response = await fetch(`http://127.0.0.1:${app.port}${url}`)
  expect(response.status).toBe(200)
  return Buffer.from(await response.arrayBuffer())
}

describe('an upload', () => {
  it('is announced as ready in four sizes on each device of its owner, and to nobody else', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const [heard, outside] = await Promise.all([ann, bob].map(one => hear(one.client, 'media.ready')))
    const ready = nextEvent(ann.client, 'media.ready')
    const upload = await ann.client.upload(fileOf(await photo({ width: 1500, height: 1200 })), {
      altText: 'A lighthouse',
    })
    expect(upload).toMatchObject({ status: 'processing', kind: 'image', image: null, altText: 'A lighthouse' })
    const { media } = await ready
    expect(media).toMatchObject({ id: upload.id, status: 'ready', altText: 'A lighthouse' })
    expect(media).toEqual(await ann.client.call('media.get', { mediaId: upload.id }))
    expect(media).not.toHaveProperty('failure')
    const variants = media.image?.variants ?? []
    expect(variants.map(({ name, width, height, format }) => `${name} ${width}x${height} ${format}`).sort()).toEqual([
      'large 1080x864 jpeg',
      'large 1080x864 webp',
      'medium 640x512 webp',
      'small 320x256 webp',
      'thumb 150x150 webp',
    ])
    for (const { url, width, height, format } of variants) {
      expect(await sharp(await served(url)).metadata()).toMatchObject({ width, height, format })
    }
    await caughtUp(app, [ann, bob], 'users')
    expect(heard).toHaveLength(1)
    expect(outside).toEqual([])
    expect(await headOf(app, bob.id, 'users')).toBe(0)
  })

  it('does not exist for other users', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const { id: mediaId } = await ann.client.upload(fileOf(await photo()))
    for (const transport of ['http', 'socket'] as const) {
      expect(await ann.client.call('media.get', { mediaId }, { transport })).toMatchObject({ id: mediaId })
      await expect(bob.client.call('media.get', { mediaId }, { transport })).rejects.toMatchObject({
        code: 'not_found',
      })
    }
  })

  it('leaves no original behind once it is rendered', async () => {
    const ann = await person(app, 'ann')
    await uploadWhole(ann.client, await photo())
    await until(
      () => filesUnder('files/uploads'),
      left => left === 0,
    )
    expect(await filesUnder('incoming')).toBe(0)
  })
})

describe('a served photo', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'is upright for EXIF orientation %i, and does not contain its location',
    async orientation => {
      const ann = await person(app, 'ann')
      const bytes = await photo({ orientation, gps: true })
      const media = await uploadWhole(ann.client, bytes)
      expect(media).toMatchObject({ status: 'ready', image: { width: 400, height: 300 } })
      for (const { url, name } of media.image?.variants ?? []) {
        const file = await served(url)
        expect(colourDistance(await quadrantColours(file), QUADRANTS), name).toBeLessThan(16)
        const { exif, xmp, iptc, orientation: turned } = await sharp(file).metadata()
        expect([exif, xmp, iptc, turned]).toEqual([undefined, undefined, undefined, undefined])
        for (const text of [...SECRETS, 'GPS', 'Exif']) expect(file.includes(text), text).toBe(false)
      }
    },
  )
})

describe('a photo with a long header', () => {
  it.each(LONG_PHOTOS)('is accepted and shown: %s', { timeout: 30_000 }, async (_, size, make) => {
    const ann = await person(app, 'ann')
    const media = await uploadWhole(ann.client, await make(size))
    expect(media).toMatchObject({ status: 'ready', image: { width: 400, height: 300 } })
  })
})

describe('an animation', () => {
  it('of 20,000 frames shows its first one', { timeout: 60_000 }, async () => {
    const [width, height] = [60, 40]
    const colours = Buffer.from('c83c283ca050', 'hex')
    const first = Buffer.alloc(width * height, 0)
    const head = Buffer.from('47494638396100000000800000', 'hex')
    head.writeUInt16LE(width, 6)
    head.writeUInt16LE(height, 8)
    const frame = (fill: Buffer) => gifFrame(width, height, fill)
    const rest = gifFrame(1, 1, Buffer.from([1]))
    const bytes = Buffer.concat([
      head,
      colours,
      frame(first),
      ...Array.from({ length: 19_999 }, () => rest),
      Buffer.from(';'),
    ])
    const ann = await person(app, 'ann')
    const media = await uploadWhole(ann.client, bytes)
    expect(media).toMatchObject({ status: 'ready', image: { width, height } })
    const shown = await quadrantColours(await served(media.image?.variants[0]?.url ?? ''))
    const red: [number, number, number] = [200, 60, 40]
    expect(colourDistance(shown, { topLeft: red, topRight: red, bottomLeft: red, bottomRight: red })).toBeLessThan(16)
  })

  it('of more frames than are counted is rejected', async () => {
    const ann = await person(app, 'ann')
    const head = Buffer.from('474946383961' + '3c002800' + '800000' + 'c83c283ca050', 'hex')
    const frames = Array.from({ length: 50_001 }, () => gifFrame(1, 1, Buffer.from([1])))
    await expect(ann.client.upload(fileOf(Buffer.concat([head, ...frames, Buffer.from(';')])))).rejects.toMatchObject({
      code: 'too_large',
      detail: 'The animation has more than 50,000 frames.',
    })
  })
})

describe('a file that is no photo', () => {
  const rejections: [string, () => Buffer | Promise<Buffer>, string][] = [
    ['a text called .jpg', renamedText, 'unsupported_media'],
    ['an SVG', svg, 'unsupported_media'],
    ['an empty file', () => Buffer.alloc(0), 'unsupported_media'],
    ['a PNG header of 900 megapixels', pngHeader900MP, 'too_large'],
    ['more than 25 MB', async () => Buffer.concat([await photo(), randomBytes(25 * 1024 * 1024)]), 'too_large'],
  ]
  it.each(rejections)('is rejected with a clear error: %s', async (_, make, code) => {
    const ann = await person(app, 'ann')
    await expect(ann.client.upload(fileOf(await make()))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/\w+ \w+ .*\.$/),
    })
    expect(await app.query('select 1 from media where owner_id = ?', [ann.id])).toEqual([])
    await until(
      () => filesUnder('incoming'),
      left => left === 0,
    )
  })

  const post = async (
    ann: Person,
    body: NonNullable<RequestInit['body']> | null,
    headers: Record<string, string> = {},
  ) => {
    const authorization = `Bearer ${ann.client.tokens?.accessToken}`
    const response = await fetch(`http://127.0.0.1:${app.port}/v1/media`, {
      method: 'POST',
      body,
      headers: { authorization, ...headers },
    })
    return [response.status, ((await response.json()) as { code?: string }).code]
  }

  it('is rejected without a form, without a file, with two files, or with a field that is too long', async () => {
    const ann = await person(app, 'ann')
    const form = (...parts: [string, string | Blob][]) => {
      const made = new FormData()
      for (const [name, value] of parts) made.append(name, value)
      return made
    }
    const file = fileOf(await photo())
    expect(await post(ann, '{}', { 'content-type': 'application/json' })).toEqual([415, 'unsupported_media'])
    expect(await post(ann, null)).toEqual([415, 'unsupported_media'])
    expect(await post(ann, form(['altText', 'A lighthouse']))).toEqual([422, 'invalid'])
    expect(await post(ann, form(['file', file], ['file', file]))).toEqual([422, 'invalid'])
    expect(await post(ann, form(['picture', file]))).toEqual([422, 'invalid'])
    expect(await post(ann, form(['altText', 'x'.repeat(1001)], ['file', file]))).toEqual([422, 'invalid'])
    expect(await post(ann, form(['altText', 'a\0b'], ['file', file]))).toEqual([422, 'invalid'])
    expect(await app.query('select 1 from media where owner_id = ?', [ann.id])).toEqual([])
    await until(
      () => filesUnder('files/uploads'),
      left => left === 0,
    )
  })

  it.each([
    ['in the field photo', [['photo', 100_000]], 'photo'],
    ['in the field photo, larger than what one read brings', [['photo', 5_000_000]], 'photo'],
    [
      'that follows a whole photo',
      [
        ['file', 0],
        ['picture', 100_000],
      ],
      'picture',
    ],
    [
      'that comes before the photo',
      [
        ['avatar', 300_000],
        ['file', 0],
      ],
      'avatar',
    ],
    [
      'in the right field, for the second time',
      [
        ['file', 0],
        ['file', 300_000],
      ],
      'file',
    ],
  ] as [string, [string, number][], string][])(
    'is rejected by name as a file %s, and the next upload is accepted',
    async (_, parts, field) => {
      const ann = await person(app, 'ann')
      const whole = await photo()
      const form = new FormData()
      for (const [name, more] of parts) form.append(name, fileOf(Buffer.concat([whole, Buffer.alloc(more)])))
      const authorization = `Bearer ${ann.client.tokens?.accessToken}`
      const url = `http://127.0.0.1:${app.port}/v1/media`
      const response = await fetch(url, { method: 'POST', body: form, headers: { authorization } })
      expect(response.status).toBe(422)
      expect(await response.json()).toMatchObject({
        code: 'invalid',
        fields: { [field]: expect.stringContaining('named file') },
      })
      expect(await ann.client.upload(fileOf(whole))).toMatchObject({ status: 'processing' })
      await until(
        () => filesUnder('incoming'),
        left => left === 0,
      )
    },
  )

  it('is rejected without a token', async () => {
    const response = await fetch(`http://127.0.0.1:${app.port}/v1/media`, { method: 'POST', body: new FormData() })
    expect(response.status).toBe(401)
  })
})

describe('before any of a file is read', () => {
  /** Announces a photo, sends none of it, and returns the response. */
  const announce = (to: TestApp, method: string, path: string, token?: string) =>
    new Promise<[number | undefined, IncomingHttpHeaders]>((resolve, reject) => {
      const headers = {
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': 20 * 1024 * 1024,
        ...(token && { authorization: `Bearer ${token}` }),
      }
      const request = send({ host: '127.0.0.1', port: to.port, method, path, headers }, response => {
        resolve([response.statusCode, response.headers])
        request.destroy()
      })
      request.once('error', reject)
      request.flushHeaders()
    })

  it('callers without the right to upload are rejected', async () => {
    const { accessToken } = await signUpAt(app, 'photo')
    expect(await announce(app, 'POST', '/v1/media')).toMatchObject([401, { connection: 'close' }])
    expect(await announce(app, 'PUT', '/v1/me/photo')).toMatchObject([401, { connection: 'close' }])
    expect(await announce(app, 'POST', '/v1/media', accessToken)).toMatchObject([403, { connection: 'close' }])
    for (const stage of ['code', 'profile'] as const) {
      const { accessToken: early } = await signUpAt(app, stage)
      expect(await announce(app, 'PUT', '/v1/me/photo', early)).toMatchObject([403, { connection: 'close' }])
    }
    expect(await filesUnder('incoming')).toBe(0)
  })

  it('callers over the rate limit are rejected', async () => {
    const strict = untilTestEnds(await startApp({ env: { RATE_LIMIT_SCALE: '0.05' } }))
    const [ann] = await crowd(strict, 1)
    const token = ann?.tokens.accessToken ?? ''
    for (const left of ['2', '1', '0']) {
      const form = new FormData()
      form.append('file', fileOf(await photo({ width: 60, height: 40 })))
      const url = `http://127.0.0.1:${strict.port}/v1/media`
      const response = await fetch(url, { method: 'POST', body: form, headers: { authorization: `Bearer ${token}` } })
      expect([response.status, response.headers.get('ratelimit-remaining')]).toEqual([202, left])
    }
    for (const [method, path] of [
      ['POST', '/v1/media'],
      ['PUT', '/v1/me/photo'],
    ] as const) {
      const [status, headers] = await announce(strict, method, path, token)
      expect([status, headers]).toMatchObject([429, { 'ratelimit-remaining': '0', 'retry-after': expect.any(String) }])
    }
  })
})

it('an upload shows its chosen crop', async () => {
  const ann = await person(app, 'ann')
  const file = fileOf(await photo({ width: 400, height: 300, orientation: 8 }))
  const crop = { x: 200, y: 150, width: 200, height: 150 }
  const { id: mediaId } = await ann.client.upload(file, { altText: 'A corner', crop })
  const media = await until(
    () => ann.client.call('media.get', { mediaId }),
    one => one.status !== 'processing',
    15_000,
  )
  expect(media).toMatchObject({ status: 'ready', altText: 'A corner', image: { width: 200, height: 150 } })
  const shown = await quadrantColours(await served(media.image?.variants[3]?.url ?? ''))
  const corner = QUADRANTS.bottomRight
  const expected = { topLeft: corner, topRight: corner, bottomLeft: corner, bottomRight: corner }
  expect(colourDistance(shown, expected)).toBeLessThan(16)
  await expect(ann.client.upload(file, { crop: { ...crop, width: 201 + 1 } })).rejects.toMatchObject({
    code: 'invalid',
    fields: { crop: 'reaches beyond the photo, which has 300 × 400 pixels' },
  })
})

it('a truncated photo fails with a reason', async () => {
  const ann = await person(app, 'ann')
  const ready = nextEvent(ann.client, 'media.ready')
  await ann.client.connect('users')
  const { id: mediaId } = await ann.client.upload(fileOf(await truncatedJpeg()))
  const { media } = await ready
  expect(media).toMatchObject({ id: mediaId, status: 'failed', image: null, failure: expect.stringMatching(/\w+/) })
  expect(await filesUnder(`files/photos/${mediaId}`)).toBe(0)
})
