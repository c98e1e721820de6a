import { beforeAll, expect, it } from 'vitest'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { connectBeside } from '#support/database/connect-beside'
import { passGrowthPause } from '#support/database/jobs'
import { caughtUp, headOf } from '#support/events/caught-up'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { crowd, inside, type Member } from '#support/people/crowd'
import { person } from '#support/people/people'
import { insertMute } from '#support/people/relations'

const app = useApp()
let everybody: Member[]
beforeAll(async () => {
  everybody = await crowd(app, 60)
})

const like = (members: Member[], postId: string) =>
  Promise.all(members.map(({ viewer }) => app.run('posts.like', { postId }, { viewer, from: inside })))
it('the first like notifies at once, and all others together ten seconds later', async () => {
  const ann = await person(app, 'ann')
  const heard = await hear(ann.client, 'notification.created')
  const { id: postId } = await ann.client.call('posts.create', { caption: 'The sunset' })
  await like(everybody.slice(0, 1), postId)
  for (let at = 1; at < 50; at += 7) await like(everybody.slice(at, Math.min(at + 7, 50)), postId)
  expect(await headOf(app, ann.id, 'notifications')).toBe(1)
  const waiting = await app.query<{ wait: number }>(
    "select extract(epoch from run_at - now())::float as wait from task where job = 'notification.grow'",
  )
  expect(waiting).toEqual([{ wait: expect.closeTo(10, -1) }])

  await passGrowthPause(app)
  await caughtUp(app, [ann], 'notifications')
  expect(heard.map(one => [one.meta?.seq, one.payload.notification.actorCount, one.payload.unread])).toEqual([
    [1, expect.any(Number), 1],
    [2, 50, 1],
  ])

  // And so on, while it grows: never more than one entry each time.
  await like(everybody.slice(50, 60), postId)
  expect(await headOf(app, ann.id, 'notifications')).toBe(2)
  await passGrowthPause(app)
  await caughtUp(app, [ann], 'notifications')
  expect(heard.at(-1)?.payload.notification).toMatchObject({ kind: 'like', actorCount: 60 })
  expect(heard.at(-1)?.payload.notification.actors).toHaveLength(3)
  expect(heard).toHaveLength(3)
  const { items } = await ann.client.call('notifications.list', {})
  expect(items).toEqual([heard.at(-1)?.payload.notification])
})

it('growth is published although other groups begin to grow in the same moment', async () => {
  const ann = await person(app, 'ann')
  const [first, second] = [
    await ann.client.call('posts.create', { caption: 'The sunset' }),
    await ann.client.call('posts.create', { caption: 'The sunrise' }),
  ]
  await like(everybody.slice(0, 1), first.id)
  await like(everybody.slice(0, 1), second.id)
  await like(everybody.slice(1, 2), first.id)
  await app.query("update notification set told_at = told_at - interval '10 s' where post_id = ?", [first.id])

  // The job is held in the middle of its work, behind the row that it is about to change.
  const beside = untilTestEnds(await connectBeside(app.databaseUrl))
  await beside.query('begin')
  await beside.query(`select 1 from notification where post_id = '${first.id}' for update`)
  await app.query("update task set run_at = now() where job = 'notification.grow'")
  const attempts = () => app.query<{ attempts: number }>("select attempts from task where job = 'notification.grow'")
  await until(attempts, ([job]) => job?.attempts === 1)
  await like(everybody.slice(1, 2), second.id)
  await beside.query('commit')

  await until(
    () => headOf(app, ann.id, 'notifications'),
    head => head === 3,
  )
  const growing = await app.query('select post_id as id from notification where growing')
  expect(growing).toEqual([{ id: second.id }])
  await passGrowthPause(app)
  expect(await headOf(app, ann.id, 'notifications')).toBe(4)
})

it('a group that has been read meanwhile does not notify of its growth', async () => {
  const ann = await person(app, 'ann')
  const { id: postId } = await ann.client.call('posts.create', { caption: 'The sunset' })
  await like(everybody.slice(0, 1), postId)
  await like(everybody.slice(1, 9), postId)
  const [row] = (await ann.client.call('notifications.list', {})).items
  expect(row?.actorCount).toBe(9)
  await ann.client.call('notifications.read', { upTo: row?.createdAt ?? '' })
  await passGrowthPause(app)
  const { entries } = await ann.client.call('log.since', { stream: 'notifications', seq: 0 })
  expect(entries.map(entry => entry.event)).toEqual(['notification.created', 'notification.read'])
  expect((await ann.client.call('notifications.unread', {})).unread).toBe(0)
})

it('a like given and taken back repeatedly makes one notification', async () => {
  const ann = await person(app, 'ann')
  const { id: postId } = await ann.client.call('posts.create', { caption: 'The sunset' })
  const [{ viewer } = { viewer: everybody[0]?.viewer as Member['viewer'] }] = everybody
  for (let i = 0; i < 41; i += 1) {
    await app.run(i % 2 === 0 ? 'posts.like' : 'posts.unlike', { postId }, { viewer, from: inside })
  }
  expect(await headOf(app, ann.id, 'notifications')).toBe(1)
  await passGrowthPause(app)
  expect(await headOf(app, ann.id, 'notifications')).toBe(2)
  const { items } = await ann.client.call('notifications.list', {})
  expect(items).toMatchObject([{ kind: 'like', actorCount: 1 }])
})

it('counts stop at a thousand actors and two thousand unread notifications', async () => {
  const ann = await person(app, 'ann')
  const { id: postId } = await ann.client.call('posts.create', { caption: 'The sunset' })
  const many = await crowd(app, 1100)
  const ids = `{${many.map(one => one.viewer.id).join(',')}}`
  await app.query(
    `insert into post_like (post_id, user_id, created_at)
      select ?, id, now() + ord * interval '1 millisecond' from unnest(?::uuid[]) with ordinality as liker (id, ord)`,
    [postId, ids],
  )
  const [first, second, third] = many.toReversed()
  await insertMute(app, ann, second?.viewer.id)
  await app.query(
    `insert into notification (user_id, kind, group_key, post_id, opened_at)
      values (?, 'like', 'like:' || ?::text, ?, now() - interval '1 day')`,
    [ann.id, postId, postId],
  )
  await app.query('analyze')
  const [row] = (await ann.client.call('notifications.list', {})).items
  expect(row).toMatchObject({ actorCount: 1000, actors: [{ id: first?.viewer.id }, { id: third?.viewer.id }, {}] })
  await app.query(
    `with said as (
      insert into comment (post_id, author_id, text) select ?, ?, 'Hello' from generate_series(1, 2100) returning id, post_id
    ) insert into notification (user_id, kind, group_key, post_id, comment_id)
      select ?, 'comment', 'comment:' || id, post_id, id from said`,
    [postId, first?.viewer.id, ann.id],
  )
  await app.query('analyze')
  expect(await ann.client.call('notifications.unread', {})).toEqual({ unread: 2000 })
})
