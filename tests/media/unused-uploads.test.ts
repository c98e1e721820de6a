import { existsSync } from 'node:fs'
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'
import { startApp, untilTestEnds } from '#support/app/use-app'
import { connectBeside } from '#support/database/connect-beside'
import { makeDueAgain } from '#support/database/jobs'
import { until } from '#support/events/next-event'
import { people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf, uploadWhole } from '#support/photos/uploads'

it('unused uploads are gone a day later, files included, while those in a post, a message or a profile stay', async () => {
  const app = untilTestEnds(await startApp())
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const bytes = await photo({ width: 60, height: 40 })
  const upload = async () => (await uploadWhole(ann.client, bytes)).id
  const [unused, posted, sent] = [await upload(), await upload(), await upload()]
  const [taken, young] = [await upload(), await upload()]
  const { id: waiting } = await ann.client.upload(fileOf(bytes))
  await ann.client.call('posts.create', { mediaIds: [posted] })
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await ann.client.call('messages.send', { conversationId, mediaId: sent })
  const shown = (await ann.client.setPhoto(fileOf(bytes))).media.id
  await until(
    () => ann.client.call('users.me', {}),
    me => me.photo !== null,
    15_000,
  )
  const folder = (id: string) => join(app.config.dataDir, 'files/photos', id)

  const age = (hours: number) =>
    app.query("update media set created_at = now() - ? * interval '1 hour' where id <> ?", [hours, young])
  const left = async () => {
    await makeDueAgain(app, 'expire-rows')
    await until(
      () =>
        app.query<{ wait: number }>(
          "select extract(epoch from run_at - now()) as wait from task where id = 'expire-rows'",
        ),
      ([job]) => Number(job?.wait) > 500,
      15_000,
    )
    return (await app.query<{ id: string }>('select id from media')).map(one => one.id).sort()
  }
  await age(23)
  expect(await left()).toEqual([unused, posted, sent, taken, young, waiting, shown].sort())
  await age(25)
  // A user attaches one at this very moment.
  const beside = untilTestEnds(await connectBeside(app.databaseUrl))
  await beside.query(`begin; select 1 from media where id = '${taken}' for share`)
  expect(await left()).toEqual([posted, sent, taken, young, shown].sort())
  await until(
    async () => existsSync(folder(unused)),
    isThere => !isThere,
  )
  for (const id of [posted, sent, young, shown]) expect(existsSync(folder(id))).toBe(true)
  await until(
    () => readdir(join(app.config.dataDir, 'files/uploads')),
    left => left.length === 0,
  )
  await expect(ann.client.call('media.get', { mediaId: unused })).rejects.toMatchObject({ code: 'not_found' })
  await expect(ann.client.call('posts.create', { mediaIds: [unused] })).rejects.toMatchObject({ code: 'not_found' })
  // Each is checked once: an upload in use ends with its post or message.
  const unchecked = await app.query<{ id: string }>('select id from media where unchecked')
  expect(unchecked.map(one => one.id).sort()).toEqual([taken, young].sort())
  await beside.query('rollback')
  expect(await left()).toEqual([posted, sent, young, shown].sort())
})

it('uploads interrupted by the end of a process are removed at the next start', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'incoming'))
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
  for (const [name, hours] of [
    ['old', 25],
    ['fresh', 0.1],
  ] as const) {
    await writeFile(join(folder, 'incoming', name), 'half a photo')
    await utimes(join(folder, 'incoming', name), hoursAgo(hours), hoursAgo(hours))
  }
  untilTestEnds(await startApp({ env: { DATA_DIR: folder } }))
  expect(await readdir(join(folder, 'incoming'))).toEqual(['fresh'])
})
