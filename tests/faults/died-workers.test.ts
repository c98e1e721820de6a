import { expect, it } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase, startApp, untilTestEnds } from '#support/app/use-app'
import { leaveTried, makeDue } from '#support/database/jobs'
import { until } from '#support/events/next-event'
import { clientFor, crowd } from '#support/people/crowd'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'

it('a photo whose worker died is rendered, and one that killed three workers fails and its owner is notified', async () => {
  const databaseUrl = await createDatabase()
  const env = { DATA_DIR: await temporaryFolder(), LOG_LEVEL: 'silent' }
  const idle = await startApp({ databaseUrl, env: { ...env, WORKERS: 'off' } })
  const [ann] = await crowd(idle, 1)
  if (!ann) throw new Error('Somebody is needed.')
  const before = clientFor(idle, ann, 'http')
  const upload = async () => (await before.upload(fileOf(await photo({ width: 60, height: 40 })))).id
  const [interrupted, deadly] = [await upload(), await upload()]
  const { id: postId } = await before.call('posts.create', { mediaIds: [deadly] })
  // As workers leave them that are killed: taken once, with the lease running; and taken for the third time, run out.
  await leaveTried(idle, `photo-${interrupted}`, 1, 20)
  await leaveTried(idle, `photo-${deadly}`, 3, 0)
  await idle.close()

  const app = untilTestEnds(await startApp({ databaseUrl, env }))
  const client = clientFor(app, ann, 'http')
  const stateOf = (mediaId: string) => client.call('media.get', { mediaId })
  const settled = (media: { status: string }) => media.status !== 'processing'
  expect(await until(() => stateOf(deadly), settled, 10_000)).toMatchObject({
    status: 'failed',
    failure: 'The photo could not be processed.',
  })
  expect(await client.call('posts.get', { postId })).toMatchObject({ status: 'processing' })
  expect(await app.query("select id from task where job = 'photo.render' and failed_at is null")).toEqual([
    { id: `photo-${interrupted}` },
  ])
  expect((await stateOf(interrupted)).status).toBe('processing')
  await makeDue(app, `photo-${interrupted}`)
  expect(await until(() => stateOf(interrupted), settled, 10_000)).toMatchObject({ status: 'ready' })
  const { entries } = await client.call('log.since', { stream: 'users', seq: 0 })
  expect(entries).toMatchObject([
    { seq: 1, event: 'media.ready', payload: { media: { id: deadly, status: 'failed' } } },
    { seq: 2, event: 'media.ready', payload: { media: { id: interrupted, status: 'ready' } } },
  ])
})
