import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase, startApp, untilTestEnds } from '#support/app/use-app'
import { startRedis } from '#support/cluster/redis'
import { until } from '#support/events/next-event'
import { clientFor, crowd } from '#support/people/crowd'
import { besideNode, type Outside, secret, startNode, startWorkerProcess } from '#support/process/start-node'

const importing = join(import.meta.dirname, '../support/faults/jumping-clock.ts')
const later = () => new Date(Date.now() + 24 * 3_600_000).toISOString()

const environment = async () => ({
  HOST: '127.0.0.1',
  DATABASE_URL: await createDatabase(),
  DATA_DIR: await temporaryFolder(),
  JWT_SECRET: secret,
  MAILBOX: 'on',
})

/** The time of these posts comes in some seconds, by the database's clock. */
async function dueIn({ query }: Pick<Outside, 'query'>, seconds: number, ids: readonly string[]) {
  const list = ids.map(id => `'${id}'`).join()
  await query(`update post set publish_at = now() + ? * interval '1 second' where id in (${list})`, [seconds])
  await query(
    `update task set run_at = (select publish_at from post where 'publish-' || post.id = task.id)
      where id in (select 'publish-' || post.id from post where post.id in (${list}))`,
  )
}

type Row = { id: string; status: string }
const postsIn = ({ query }: Pick<Outside, 'query'>) => query<Row>('select id, status from post order by id')
const allOut = (rows: Row[]) => rows.every(row => row.status === 'published')

/** What was published, and how often its author was notified. */
const effectsIn = ({ query }: Pick<Outside, 'query'>) =>
  query<{ posts: number; notices: number; entries: number }>(
    `select post_count::int as posts, (select count(*)::int from notification where kind = 'post_ready') as notices,
      (select count(*)::int from log_entry where event = 'notification.created') as entries from users`,
  )

it('a post whose time came while every process was down is published once, within five seconds of the first start', async () => {
  const env = await environment()
  const node = await startNode(env)
  const outside = await besideNode(env.DATABASE_URL, node.port)
  const [ann] = await crowd(outside, 1)
  if (!ann) throw new Error('Somebody is needed.')
  const client = clientFor(outside, ann, 'http')
  const { id } = await client.call('posts.create', { caption: 'Later', publishAt: later() })
  await node.kill()
  await dueIn(outside, 0, [id])
  expect(await postsIn(outside)).toMatchObject([{ status: 'scheduled' }])

  await startNode(env, node.port)
  await until(() => postsIn(outside), allOut, 5000)
  expect(await client.call('posts.get', { postId: id })).toMatchObject({ status: 'published', publishAt: null })
  // The job runs again where a queue hands it over twice.
  await outside.query("insert into task (id, job, payload) values (?, 'post.publish', ?)", [
    `publish-${id}`,
    JSON.stringify({ postId: id }),
  ])
  await until(
    () => outside.query("select 1 from task where job = 'post.publish'"),
    left => left.length === 0,
    10_000,
  )
  expect(await effectsIn(outside)).toEqual([{ posts: 1, notices: 1, entries: 1 }])
})

it('thirty posts that are due at once are published once each by two workers, one of which is killed', async () => {
  const redis = untilTestEnds({ ...(await startRedis({ own: true })), close: () => undefined })
  const env = { ...(await environment()), REDIS_URL: redis.url }
  const node = untilTestEnds(await startApp({ databaseUrl: env.DATABASE_URL, env: { ...env, WORKERS: 'off' } }))
  const [ann] = await crowd(node, 1)
  if (!ann) throw new Error('Somebody is needed.')
  const client = clientFor(node, ann, 'http')
  const ids: string[] = []
  for (let i = 0; i < 30; i += 1) {
    ids.push((await client.call('posts.create', { caption: `Post ${i}`, publishAt: later() })).id)
  }
  const [doomed] = await Promise.all([startWorkerProcess(env), startWorkerProcess(env)])
  await dueIn(node, 1, ids)
  await until(
    () => postsIn(node),
    rows => rows.some(row => row.status === 'published'),
    10_000,
  )
  await doomed.kill()
  // What the killed worker had taken is due again after its lease.
  await until(() => postsIn(node), allOut, 45_000)
  expect(await effectsIn(node)).toEqual([{ posts: 30, notices: 30, entries: 30 }])
  expect((await client.call('users.posts', { username: ann.name, limit: 100 })).items).toHaveLength(30)
})

it('a post is published at its time by the database, on a node whose clock is ahead and then jumps back', async () => {
  const env = await environment()
  const node = await startNode(env, 0, { importing })
  const outside = await besideNode(env.DATABASE_URL, node.port)
  const [ann] = await crowd(outside, 1)
  if (!ann) throw new Error('Somebody is needed.')
  const client = clientFor(outside, ann, 'http')
  const create = async () => (await client.call('posts.create', { caption: 'Later', publishAt: later() })).id
  const [now, soon, afterJump] = [await create(), await create(), await create()]
  const statuses = async () => new Map((await postsIn(outside)).map(row => [row.id, row.status]))
  // By the node's clock the second is due too, for minutes.
  await dueIn(outside, 120, [soon])
  await dueIn(outside, 0, [now])
  await until(statuses, found => found.get(now) === 'published', 10_000)
  expect((await statuses()).get(soon)).toBe('scheduled')

  node.signal('SIGUSR2')
  await dueIn(outside, 1, [afterJump])
  await until(statuses, found => found.get(afterJump) === 'published', 6000)
  expect((await statuses()).get(soon)).toBe('scheduled')
  expect(await outside.query('select 1 from post where published_at < created_at')).toEqual([])
  expect(await effectsIn(outside)).toEqual([{ posts: 2, notices: 2, entries: 2 }])
})
