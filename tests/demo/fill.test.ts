import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { conversations } from '#demo/conversations'
import { fillDemo } from '#demo/index'
import { posts, reposts } from '#demo/posts'
import { lazily, startApp, type TestApp, untilTestEnds, useApp } from '#support/app/use-app'
import { clientOf } from '#support/people/people'

const app = useApp()
let demo: { usernames: string[]; password: string }

beforeAll(async () => {
  // Among the posts, the follows, the likes, the comments, the messages.
  for (const calls of [20, 90, 300, 560, 600]) await fillUntil(calls)
  demo = (await fillDemo(app)) as typeof demo
}, 180_000)

/** Fails after so many calls, as if the process had been killed there. */
async function fillUntil(calls: number) {
  const made: Promise<unknown>[] = []
  const callOrFail: (...call: Parameters<TestApp['run']>) => ReturnType<TestApp['run']> = (...call) => {
    if (made.length >= calls) return Promise.reject(new Error('cut off'))
    const answer = app.run(...call)
    made.push(answer)
    return answer
  }
  const run = Object.assign(callOrFail as TestApp['run'], { admit: app.run.admit })
  await expect(fillDemo(lazily(() => app, { run }))).rejects.toThrow('cut off')
  await Promise.allSettled(made)
  await expect(clientOf(app).signIn('ines', 'sunlight-and-silver'), 'nobody signs in yet').rejects.toThrow('wrong')
}

const count = async (text: string) => (await app.query<{ n: number }>(`select count(*)::int as n from ${text}`))[0]?.n

describe('a demo that is interrupted again and again', () => {
  test('has everything once', async () => {
    expect(await count('users')).toBe(demo.usernames.length)
    expect(await count('post')).toBe(posts.length + reposts.length)
    expect(await count('media')).toBe(posts.flatMap(post => post.photos).length)
    expect(await count('comment')).toBe(posts.flatMap(post => post.said ?? []).length)
    expect(await count('conversation')).toBe(conversations.length)
    expect(await count('message')).toBe(conversations.flatMap(one => one.said).length)
  })

  test('has counts that equal rows', async () => {
    expect(
      await count(`users where (post_count, follower_count, following_count) <> (
        (select count(*) from post where author_id = users.id and status = 'published'),
        (select count(*) from follow where followee_id = users.id),
        (select count(*) from follow where follower_id = users.id))`),
    ).toBe(0)
    expect(
      await count(`post where (like_count, comment_count) <> (
        (select count(*) from post_like where post_id = post.id), (select count(*) from comment where post_id = post.id))`),
    ).toBe(0)
    expect(
      await count(
        'comment where reply_count <> (select count(*) from comment reply where reply.parent_id = comment.id)',
      ),
    ).toBe(0)
  })

  test('has times in the past, in order', async () => {
    const late = ['post', 'post_like', 'comment', 'follow', 'message'].map(table => `${table} where created_at > now()`)
    for (const rows of late) expect(await count(rows), rows).toBe(0)
    for (const table of ['post_like', 'comment']) {
      expect(await count(`${table} join post on post.id = post_id where ${table}.created_at < published_at`)).toBe(0)
    }
    expect(
      await count(
        'comment join comment parent on parent.id = comment.parent_id where comment.created_at < parent.created_at',
      ),
    ).toBe(0)
    expect(
      await count(
        'message join message later using (conversation_id) where later.seq > message.seq and later.created_at < message.created_at',
      ),
    ).toBe(0)
    expect(
      await count('feed_entry join post on post.id = post_id where feed_entry.published_at <> post.published_at'),
    ).toBe(0)
  })

  test('has notifications with the time of their cause', async () => {
    expect(await count('notification where growing or changed_at > now()')).toBe(0)
    const ines = await signIn('ines')
    const { items } = await ines.call('notifications.list', { limit: 100 })
    const likes = items.filter(item => item.kind === 'like')
    expect(likes.map(item => item.actorCount)).toEqual(likes.map(item => item.post?.counts.likes))
    const { unread } = await ines.call('notifications.unread', {})
    expect(unread).toBe(items.filter(item => item.readAt === null).length)
    expect(unread).toBeGreaterThan(0)
  })

  test('shows what posts can be and do', async () => {
    const ines = await signIn('ines')
    const lists = (['posts.drafts', 'posts.scheduled', 'posts.archived', 'posts.saved'] as const).map(name =>
      ines.call(name, {}),
    )
    const sizes = (await Promise.all(lists)).map(({ items }) => items.length)
    expect(sizes).toEqual([1, 1, 1, 3])
    expect((await ines.call('collections.list', {})).items).toMatchObject([{ counts: { posts: 3 } }])
    expect((await ines.call('hashtags.following', {})).items).toHaveLength(2)
    const [first] = (await ines.call('users.posts', { username: 'ines' })).items
    expect(first).toMatchObject({
      counts: { shares: 1 },
      mentions: [{ username: 'tomasz' }],
      hashtags: ['lakes', 'firstlight'],
    })
    expect(first?.tagged).toHaveLength(1)
    const [pinned] = (await ines.call('comments.list', { postId: first?.id ?? '' })).items
    expect(pinned).toMatchObject({ pinned: true, counts: { replies: 1 } })
    expect(pinned?.counts.likes).toBeGreaterThan(2)
  })

  test('shows every photo', async () => {
    const ines = await signIn('ines')
    for (const username of demo.usernames) {
      const { items } = await ines.call('users.posts', { username, limit: 100 })
      const images = items.flatMap(post => post.media.map(media => media.image))
      for (const image of [...images, items[0]?.author.photo]) {
        const small = image?.variants.find(variant => variant.name === 'small')
        const answer = await fetch(new URL(small?.url ?? '', app.url))
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/webp'])
        await answer.arrayBuffer()
      }
      expect(items.flatMap(post => post.media).every(media => media.status === 'ready' && media.altText !== '')).toBe(
        true,
      )
    }
  })

  test('gives each of its people a feed, newest first', async () => {
    for (const username of demo.usernames) {
      const person = await signIn(username)
      const { items } = await person.call('feed.home', { limit: 50 })
      expect(items.length).toBeGreaterThan(20)
      const times = items.map(post => post.publishedAt ?? '')
      expect(times).toEqual(times.toSorted().reverse())
    }
  })

  test('stays as it is at the next start', async () => {
    const tables = ['users', 'post', 'media', 'follow', 'post_like', 'comment', 'message', 'notification', 'log_head']
    const state = () =>
      Promise.all(
        tables.map(table => app.query(`select md5(string_agg(one::text, '' order by one::text)) from ${table} one`)),
      )
    const before = await state()
    expect(await fillDemo(app)).toEqual(demo)
    expect(await state()).toEqual(before)
  })
})

test('the example of README.md runs as it stands there', async () => {
  const [, example = ''] = /```ts\n([\s\S]+?)```/.exec(await readFile('README.md', 'utf8')) ?? []
  expect(example.split('\n').filter(line => line !== '')).toHaveLength(10)
  const placed = example.replace('http://localhost:3000', app.url).replace('./client/', join(process.cwd(), 'client/'))
  const folder = await mkdtemp(join(tmpdir(), 'heliograph-example-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'example.mts'), placed)
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'example.mts')], { timeout: 20_000 })
  expect(stdout).toMatch(/^priya The light comes through this window/m)
  expect(stdout).toMatch(/^ines hears Packing already!$/m)
})

test('a database with other users is left alone', async () => {
  const other = untilTestEnds(await startApp())
  await other.query("insert into users (email) values ('ann@example.org')")
  expect(await fillDemo(other)).toBeNull()
  expect(await other.query('select count(*)::int as n from users')).toEqual([{ n: 1 }])
})

async function signIn(username: string) {
  const client = clientOf(app)
  await client.signIn(username, demo.password)
  return client
}
