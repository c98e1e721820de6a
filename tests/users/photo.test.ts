import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Crop, Image, User } from '#contract'
import { useApp } from '#support/app/use-app'
import { caughtUp, headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { anotherDevice, clientOf, type Person, people, person } from '#support/people/people'
import { signUpAt } from '#support/people/sign-ups'
import { colourDistance, photo, QUADRANTS, quadrantColours, renamedText, truncatedJpeg } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'

const app = useApp()

const small = () => photo({ width: 60, height: 40 })
const served = (url: string) => fetch(`http://127.0.0.1:${app.port}${url}`)
const urlOf = (image: Image | null | undefined) => image?.variants.find(one => one.name === 'thumb')?.url ?? 'none'
const card = ({ client, name }: Person) => client.call('users.get', { username: name })
const folderOf = (mediaId: string) => join(app.config.dataDir, 'files/photos', mediaId)
const mediaOf = async ({ id }: Person) =>
  (await app.query<{ id: string }>('select id from media where owner_id = ? order by id', [id])).map(one => one.id)
const uploads = async () => (await readdir(join(app.config.dataDir, 'files/uploads')).catch(() => [])).length

/** Sets a photo and waits until it is shown. */
async function shown(ann: Person, bytes: Buffer, crop?: Crop): Promise<{ user: User; mediaId: string }> {
  const changed = nextEvent(ann.client, 'account.changed')
  await ann.client.connect('users')
  const { media } = await ann.client.setPhoto(fileOf(bytes), crop ? { crop } : {})
  return { ...(await changed), mediaId: media.id }
}

describe('a profile photo', () => {
  it('is shown to everybody when it is rendered, and announced on each device of its owner alone', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    await bob.client.call('users.follow', { username: ann.name })
    const phone = await anotherDevice(app, ann)
    const heard = await Promise.all([phone, bob.client].map(client => hear(client, 'media.ready', 'account.changed')))
    const changed = nextEvent(phone, 'account.changed')
    const { media, tokens } = await ann.client.setPhoto(fileOf(await photo({ width: 900, height: 600, gps: true })))
    expect([media, tokens]).toEqual([
      { id: media.id, status: 'processing', kind: 'image', image: null, altText: '' },
      null,
    ])
    const { user } = await changed
    expect(user.photo).toMatchObject({ width: 900, height: 600 })
    await caughtUp(app, [{ ...ann, client: phone }, bob], 'users')
    expect(heard[0]?.map(one => one.event)).toEqual(['media.ready', 'account.changed'])
    expect(heard[0]?.[0]?.payload).toMatchObject({ media: { id: media.id, status: 'ready' } })
    expect(heard[1]).toEqual([])
    const seen = [
      await bob.client.call('users.get', { username: ann.name }),
      await card({ ...ann, client: clientOf(app) }),
    ]
    for (const one of seen) expect(one.photo).toEqual(user.photo)
    for (const { url } of user.photo?.variants ?? []) {
      const response = await served(url)
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=60'])
      expect((await sharp(await response.bytes()).metadata()).exif).toBeUndefined()
    }
    expect(await until(uploads, left => left === 0)).toBe(0)
  })

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('shows the chosen crop of the upright picture, orientation %i', async n => {
    const ann = await person(app, 'ann')
    const bytes = await photo({ width: 400, height: 300, orientation: n })
    // The upper left quadrant, then the middle, where all four meet.
    const { user } = await shown(ann, bytes, { x: 0, y: 0, width: 150, height: 150 })
    expect(user.photo).toMatchObject({ width: 150, height: 150 })
    const all = (colour: (typeof QUADRANTS)['topLeft']) =>
      ({ topLeft: colour, topRight: colour, bottomLeft: colour, bottomRight: colour }) as typeof QUADRANTS
    const corner = Buffer.from(await (await served(urlOf(user.photo))).arrayBuffer())
    expect(colourDistance(await quadrantColours(corner), all(QUADRANTS.topLeft))).toBeLessThan(16)
    const again = await shown(ann, bytes, { x: 100, y: 50, width: 200, height: 200 })
    const middle = Buffer.from(await (await served(urlOf(again.user.photo))).arrayBuffer())
    expect(await sharp(middle).metadata()).toMatchObject({ width: 150, height: 150, format: 'webp' })
    expect(colourDistance(await quadrantColours(middle), QUADRANTS)).toBeLessThan(16)
  })

  it('stays visible at the same URL when its account goes private', async () => {
    const [ann] = await people(app, ['ann'])
    const { user } = await shown(ann, await small())
    await ann.client.call('users.update', { isPrivate: true })
    const seen = await card({ ...ann, client: clientOf(app) })
    for (const one of [user, seen]) expect((await served(urlOf(one.photo))).status).toBe(200)
  })

  it('replaces the previous one, of which no file is left', async () => {
    const ann = await person(app, 'ann')
    const first = await shown(ann, await small())
    expect(existsSync(folderOf(first.mediaId))).toBe(true)
    const second = await shown(ann, await photo({ width: 80, height: 40 }))
    expect((await card(ann)).photo).toMatchObject({ width: 80 })
    expect(await mediaOf(ann)).toEqual([second.mediaId])
    await until(
      async () => (await served(urlOf(first.user.photo))).status,
      status => status === 404,
    )
    await until(
      async () => existsSync(folderOf(first.mediaId)),
      is => !is,
    )
    expect((await served(urlOf(second.user.photo))).status).toBe(200)
  })

  it('is the newest of many set at once, and the others leave nothing behind', async () => {
    const ann = await person(app, 'ann')
    await ann.client.connect('users')
    const bytes = await photo({ width: 1500, height: 1000 })
    await Promise.all(Array.from({ length: 6 }, () => ann.client.setPhoto(fileOf(bytes))))
    const { media: last } = await ann.client.setPhoto(fileOf(await photo({ width: 90, height: 90 })))
    await until(
      async () => (await card(ann)).photo?.width,
      width => width === 90,
      20_000,
    )
    expect(await mediaOf(ann)).toEqual([last.id])
    await until(
      () => app.query<object>("select id from task where id like 'photo-%' or id like 'remove-%'"),
      left => left.length === 0,
      20_000,
    )
    expect(await readdir(join(app.config.dataDir, 'files/photos'))).not.toHaveLength(0)
    const kept = await app.query<{ key: string }>(
      "select id::text as key from media union select photo ->> 'key' from users where photo is not null",
    )
    const folders = await readdir(join(app.config.dataDir, 'files/photos'))
    expect(folders.filter(folder => !kept.some(({ key }) => key === folder))).toEqual([])
    expect(await uploads()).toBe(0)
  })

  it('that cannot be read leaves the previous one, and its owner learns why', async () => {
    const ann = await person(app, 'ann')
    const { user, mediaId } = await shown(ann, await small())
    const head = await headOf(app, ann.id, 'users')
    const ready = nextEvent(ann.client, 'media.ready', ({ media }) => media.id !== mediaId)
    const { media } = await ann.client.setPhoto(fileOf(await truncatedJpeg()))
    expect(await ready).toMatchObject({
      media: { id: media.id, status: 'failed', failure: expect.stringMatching(/cut off/) },
    })
    expect((await card(ann)).photo).toEqual(user.photo)
    expect(await headOf(app, ann.id, 'users')).toBe(head + 1)
    expect(await app.query('select photo_media_id as id from users where id = ?', [ann.id])).toEqual([{ id: mediaId }])
    const next = await shown(ann, await photo({ width: 70, height: 70 }))
    expect(next.user.photo?.width).toBe(70)
    expect(await mediaOf(ann)).not.toContain(mediaId)
  })

  it('cannot be cropped beyond the picture', async () => {
    const ann = await person(app, 'ann')
    const bytes = await photo({ width: 400, height: 300, orientation: 6 })
    const beyond: Crop[] = [
      { x: 0, y: 0, width: 500, height: 100 },
      { x: 400, y: 0, width: 10, height: 10 },
      { x: 350, y: 350, width: 10, height: 10 },
    ]
    for (const crop of beyond) {
      await expect(ann.client.setPhoto(fileOf(bytes), { crop })).rejects.toMatchObject({
        code: 'invalid',
        fields: { crop: expect.stringMatching(/beyond the photo/) },
      })
    }
    for (const crop of [
      { x: -1, y: 0, width: 9, height: 9 },
      { x: 0.5, y: 0, width: 9, height: 9 },
      { x: 0, y: 0, width: 0, height: 9 },
    ]) {
      await expect(ann.client.setPhoto(fileOf(bytes), { crop })).rejects.toMatchObject({ code: 'invalid' })
    }
    expect(await mediaOf(ann)).toEqual([])
    expect(await until(uploads, left => left === 0)).toBe(0)
    // It fits the picture as stored; only decoding shows that the upright picture is smaller.
    const ready = nextEvent(ann.client, 'media.ready')
    await ann.client.connect('users')
    await ann.client.setPhoto(fileOf(bytes), { crop: { x: 0, y: 0, width: 300, height: 400 } })
    expect(await ready).toMatchObject({
      media: {
        status: 'failed',
        failure: 'The crop reaches beyond the photo, which is 400 × 300 pixels when upright.',
      },
    })
    expect((await card(ann)).photo).toBeNull()
  })

  it('is rejected as anything but a photo in a form, and nothing of it is kept', async () => {
    const ann = await person(app, 'ann')
    const put = async (form: FormData | string, headers: Record<string, string> = {}) => {
      const authorization = `Bearer ${ann.client.tokens?.accessToken}`
      const url = `http://127.0.0.1:${app.port}/v1/me/photo`
      const response = await fetch(url, { method: 'PUT', body: form, headers: { authorization, ...headers } })
      return [response.status, ((await response.json()) as { fields?: object }).fields]
    }
    const form = (...parts: [string, string | Blob][]) => {
      const made = new FormData()
      for (const [name, value] of parts) made.append(name, value)
      return made
    }
    const file = fileOf(await small())
    expect(await put('{}', { 'content-type': 'application/json' })).toEqual([415, undefined])
    expect(await put(form(['crop', '{}']))).toEqual([422, { file: 'is required: send one file, named file' }])
    expect(await put(form(['crop', '{x:1}'], ['file', file]))).toEqual([422, { crop: 'is not well-formed JSON' }])
    expect(await put(form(['crop', '[1,2]'], ['file', file]))).toEqual([422, { crop: expect.any(String) }])
    expect(await put(form(['crop', '{"x":1}'], ['file', file]))).toEqual([
      422,
      expect.objectContaining({ 'crop.y': expect.any(String) }),
    ])
    expect((await put(form(['file', fileOf(renamedText())])))[0]).toBe(415)
    expect(await mediaOf(ann)).toEqual([])
    expect(await until(uploads, left => left === 0)).toBe(0)
    expect(
      (await fetch(`http://127.0.0.1:${app.port}/v1/me/photo`, { method: 'PUT', body: form(['file', file]) })).status,
    ).toBe(401)
    expect((await put(form(['crop', 'null'], ['file', file])))[0]).toBe(422)
    expect((await put(form(['role', 'moderator'], ['isVerified', 'true'], ['file', file])))[0]).toBe(202)
    expect(await app.query('select role, is_verified as v from users where id = ?', [ann.id])).toEqual([
      { role: 'user', v: false },
    ])
  })

  it('cannot be attached to a post or a message, not even by its owner', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    const { mediaId } = await shown(ann, await small())
    const { media: next } = await ann.client.setPhoto(fileOf(await small()))
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    for (const id of [mediaId, next.id]) {
      await expect(ann.client.call('posts.create', { mediaIds: [id] })).rejects.toMatchObject({ code: 'not_found' })
      await expect(ann.client.call('messages.send', { conversationId, mediaId: id })).rejects.toMatchObject({
        code: 'not_found',
      })
      await expect(bob.client.call('posts.create', { mediaIds: [id] })).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe('in a sign-up', () => {
  it('the photo is the last stage: it finishes the account at once, and is shown when it is rendered', async () => {
    const { client, username } = await signUpAt(app, 'photo')
    const { media, tokens } = await client.setPhoto(fileOf(await small()))
    expect([media.status, tokens?.stage]).toEqual(['processing', 'done'])
    expect(client.tokens).toEqual(tokens)
    expect(client.session.signedIn).toBe(true)
    const profile = await until(
      () => client.call('users.me', {}),
      me => me.photo !== null,
      15_000,
    )
    expect(profile).toMatchObject({ username, photo: { width: 60, height: 40 } })
    await expect(client.call('auth.skipPhoto', {})).rejects.toMatchObject({ code: 'conflict' })
  })

  it('a lost response can be retried, and the account is finished', async () => {
    const { client, accessToken } = await signUpAt(app, 'photo')
    const form = new FormData()
    form.append('file', fileOf(await small()))
    const headers = { authorization: `Bearer ${accessToken}` }
    const lost = await fetch(`http://127.0.0.1:${app.port}/v1/me/photo`, { method: 'PUT', body: form, headers })
    expect(lost.status).toBe(202)
    const { tokens } = await client.setPhoto(fileOf(await small()))
    expect([tokens, client.session.signedIn]).toEqual([null, true])
    expect(await client.call('users.me', {})).toMatchObject({ counts: { posts: 0 } })
  })

  it.each(['code', 'profile'] as const)('a photo cannot be set at the stage %s', async stage => {
    const { client } = await signUpAt(app, stage)
    await expect(client.setPhoto(fileOf(await small()))).rejects.toMatchObject({ code: 'forbidden', fields: { stage } })
    await expect(client.call('users.removePhoto', {})).rejects.toMatchObject({ code: 'forbidden', fields: { stage } })
    expect(await until(uploads, left => left === 0)).toBe(0)
  })
})

describe('removing the profile photo', () => {
  it('deletes its files and notifies the devices of the user', async () => {
    const ann = await person(app, 'ann')
    const { user, mediaId } = await shown(ann, await small())
    const changed = nextEvent(ann.client, 'account.changed')
    expect(await ann.client.call('users.removePhoto', {}, { transport: 'socket' })).toEqual({})
    expect(await changed).toMatchObject({ user: { photo: null } })
    expect((await card(ann)).photo).toBeNull()
    expect(await mediaOf(ann)).toEqual([])
    await until(
      async () => (await served(urlOf(user.photo))).status,
      status => status === 404,
    )
    await until(
      async () => existsSync(folderOf(mediaId)),
      is => !is,
    )
    const head = await headOf(app, ann.id, 'users')
    expect(await ann.client.call('users.removePhoto', {})).toEqual({})
    expect(await headOf(app, ann.id, 'users')).toBe(head)
  })

  it('before it is rendered leaves the profile without a photo', async () => {
    const ann = await person(app, 'ann')
    const { media } = await ann.client.setPhoto(fileOf(await photo({ width: 1500, height: 1000 })))
    await ann.client.call('users.removePhoto', {})
    await until(
      () => app.query<object>('select id from task where id = ?', [`photo-${media.id}`]),
      left => left.length === 0,
      15_000,
    )
    expect((await card(ann)).photo).toBeNull()
    expect(await mediaOf(ann)).toEqual([])
    await until(
      async () => existsSync(folderOf(media.id)),
      isThere => !isThere,
    )
  })
})
