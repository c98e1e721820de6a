import { beforeAll, expect, it } from 'vitest'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { connectBeside } from '#support/database/connect-beside'
import { until } from '#support/events/next-event'
import { people } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { uploadWhole } from '#support/photos/uploads'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()
let bytes: Buffer
beforeAll(async () => {
  bytes = await photo({ width: 60, height: 40 })
})

overBothTransports('an upload', transport => {
  it('can be attached by its owner only, and is not found for others', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: mediaId } = await uploadWhole(ann.client, bytes)
    const { id: conversationId } = await bob.client.call('conversations.open', { usernames: [ann.name] })
    await expect(bob.client.call('posts.create', { mediaIds: [mediaId] })).rejects.toMatchObject({ code: 'not_found' })
    await expect(bob.client.call('messages.send', { conversationId, mediaId })).rejects.toMatchObject({
      code: 'not_found',
    })
    const sent = await ann.client.call('messages.send', { conversationId, mediaId })
    expect(sent).toMatchObject({ kind: 'image', media: { id: mediaId, status: 'ready' } })
    // A recipient may see it, and nothing else.
    expect((await bob.client.call('messages.list', { conversationId })).items).toMatchObject([
      { media: { id: mediaId } },
    ])
    await expect(bob.client.call('posts.create', { mediaIds: [mediaId] })).rejects.toMatchObject({ code: 'not_found' })
    await expect(bob.client.call('messages.send', { conversationId, mediaId })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('can be in one post at most, and in any number of messages of its owner', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: mediaId } = await uploadWhole(ann.client, bytes)
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    const { id: postId } = await ann.client.call('posts.create', { mediaIds: [mediaId] })
    await expect(ann.client.call('posts.create', { mediaIds: [mediaId] })).rejects.toMatchObject({ code: 'conflict' })
    for (let i = 0; i < 2; i += 1) await ann.client.call('messages.send', { conversationId, mediaId })
    // Deleted with its post it would be missing there.
    await ann.client.call('posts.delete', { postId })
    const { items } = await bob.client.call('messages.list', { conversationId })
    expect(items.map(message => message.media?.id)).toEqual([mediaId, mediaId])
  })
})

it('a photo stays in the message it is being sent with when its post is erased', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id: mediaId } = await uploadWhole(ann.client, bytes)
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const { id: postId } = await ann.client.call('posts.create', { mediaIds: [mediaId] })
  await ann.client.call('posts.delete', { postId })
  await app.query("update post set deleted_at = now() - interval '30 days' where id = ?", [postId])
  const beside = untilTestEnds(await connectBeside(app.databaseUrl))
  const waiting = (number: number) =>
    until(
      () => app.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"),
      found => found.length >= number,
    )
  await beside.query('begin')
  await beside.query(`select 1 from log_head where user_id = '${bob.id}' for update`)
  const sent = ann.client.call('messages.send', { conversationId, mediaId })
  await waiting(1)
  await app.engine.transact(async ctx => ctx.enqueue('posts.expire', {}))
  await waiting(2)
  await beside.query('rollback')
  await sent
  await until(
    () => app.query('select 1 from post where id = ?', [postId]),
    left => left.length === 0,
  )
  const { items } = await bob.client.call('messages.list', { conversationId })
  expect(items).toMatchObject([{ kind: 'image', media: { id: mediaId, status: 'ready' } }])
})
