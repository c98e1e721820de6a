import { describe, expect, it } from 'vitest'
import type { Activity, CallOf, OutputOf } from '#contract'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { connectBeside } from '#support/database/connect-beside'
import { expectExactCounts } from '#support/database/exact-counts'
import { done } from '#support/database/jobs'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { clientOf, type Person, people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

const mine = async ({ client }: Person, input: CallOf<'activity.mine'> = {}) =>
  (await client.call('activity.mine', input)).items

/** An entry in a few words. */
const wordsOf = ({ kind, post, comment, user, signIn }: Activity) =>
  [kind, comment?.text ?? post?.caption, user?.username, signIn?.ip].filter(word => word !== undefined).join(' ')

/** Ann does one of each, bob likes and comments on her post. */
async function acts(ann: Person, bob: Person) {
  const { call } = ann.client
  const { id: hers } = await call('posts.create', { caption: 'Hers' })
  const { id: his } = await bob.client.call('posts.create', { caption: 'His' })
  const remark = await bob.client.call('comments.create', { postId: his, text: 'A remark' })
  await call('posts.like', { postId: his })
  await call('comments.like', { commentId: remark.id })
  const comment = await call('comments.create', { postId: his, text: 'My comment' })
  await call('users.follow', { username: bob.name })
  await bob.client.call('posts.like', { postId: hers })
  await bob.client.call('comments.create', { postId: hers, text: 'Nice' })
  return { hers, his, comment, remark }
}

overBothTransports('the activity of a user', transport => {
  it('shows what they did and what others did to their posts, newest first, by kind and date', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    await acts(ann, bob)
    const all = await mine(ann)
    expect(all.map(wordsOf)).toEqual([
      `received Nice ${bob.name}`,
      `received Hers ${bob.name}`,
      `follow ${bob.name}`,
      'comment My comment',
      'like A remark',
      'like His',
      expect.stringMatching(/^signIn .*127\.0\.0\.1$/),
    ])
    expect([...all].sort((a, b) => (a.at < b.at ? 1 : -1)).map(one => one.at)).toEqual(all.map(one => one.at))
    for (const kind of ['like', 'comment', 'follow', 'signIn', 'received'] as const) {
      expect(await mine(ann, { kind })).toEqual(all.filter(one => one.kind === kind))
    }
    const [, second, third] = all
    expect(await mine(ann, { from: second?.at ?? '' })).toEqual(all.slice(0, 2))
    expect(await mine(ann, { to: third?.at ?? '' })).toEqual(all.slice(3))
    expect((await mine(bob)).filter(one => one.kind === 'received').map(wordsOf)).toEqual([
      `received My comment ${ann.name}`,
      `received His ${ann.name}`,
    ])
    await expect(clientOf(app).call('activity.mine', {})).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('is undone entry by entry, with exact counts, and nobody else can do it', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { his, hers, remark } = await acts(ann, bob)
    const before = await mine(ann)
    const [first] = before
    await expect(bob.client.call('activity.remove', { activityId: first?.id ?? '' })).rejects.toMatchObject({
      code: 'not_found',
    })
    for (const entry of before) {
      expect(await ann.client.call('activity.remove', { activityId: entry.id })).toEqual({})
      await expect(ann.client.call('activity.remove', { activityId: entry.id })).rejects.toMatchObject({
        code: 'not_found',
      })
    }
    expect(await mine(ann)).toEqual([])
    // Undone: her own acts. Only hidden: what bob did, and that she has signed in.
    expect(await bob.client.call('posts.get', { postId: his })).toMatchObject({ counts: { likes: 0, comments: 1 } })
    expect(await bob.client.call('comments.get', { commentId: remark.id })).toMatchObject({ counts: { likes: 0 } })
    expect((await bob.client.call('users.me', {})).counts.followers).toBe(0)
    expect(await ann.client.call('posts.get', { postId: hers })).toMatchObject({ counts: { likes: 1, comments: 1 } })
    expect((await ann.client.call('auth.sessions', {})).items).toHaveLength(1)
    await expectExactCounts(app)
  })

  it('leaves out those whom the user no longer hears of, and shows nothing of posts that are out of sight', async () => {
    const [ann, bob, cy] = await people(app, ['ann', 'bob', 'cy'], transport)
    const { his } = await acts(ann, bob)
    await ann.client.call('users.mute', { username: bob.name })
    expect(await mine(ann, { kind: 'received' })).toEqual([])
    await ann.client.call('users.unmute', { username: bob.name })
    expect(await mine(ann, { kind: 'received' })).toHaveLength(2)
    await bob.client.call('users.block', { username: ann.name })
    expect(await mine(ann, { kind: 'received' })).toEqual([])
    const [, like] = await mine(ann, { kind: 'like' })
    expect(like).toMatchObject({ post: null, comment: null, user: null })
    expect(JSON.stringify(await mine(ann))).not.toContain(bob.name)
    // What is out of sight can still be taken back.
    await ann.client.call('activity.remove', { activityId: like?.id ?? '' })
    expect(await bob.client.call('posts.get', { postId: his })).toMatchObject({ counts: { likes: 0 } })
    expect(await mine(cy, { kind: 'received' })).toEqual([])
  })

  it('is cleared by kind in the background, and an event says when it is done', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { his } = await acts(ann, bob)
    const heard = await hear(ann.client, 'activity.cleared')
    const idempotencyKey = crypto.randomUUID()
    const { jobId } = await ann.client.call('activity.clear', { kind: 'like', idempotencyKey })
    expect(await ann.client.call('activity.clear', { kind: 'like', idempotencyKey })).toEqual({ jobId })
    await until(
      () => ann.client.call('activity.clearing', { jobId }),
      clearing => clearing.done,
    )
    await until(
      async () => heard.map(({ payload }) => payload),
      list => list.length > 0,
    )
    const clearing = { jobId, kind: 'like', before: expect.any(String), removed: 2, done: true }
    expect(heard.map(({ payload }) => payload)).toEqual([clearing])
    expect(await mine(ann, { kind: 'like' })).toEqual([])
    expect(await mine(ann, { kind: 'comment' })).toHaveLength(1)
    expect(await bob.client.call('posts.get', { postId: his })).toMatchObject({ counts: { likes: 0, comments: 2 } })
    await expect(bob.client.call('activity.clearing', { jobId })).rejects.toMatchObject({ code: 'not_found' })
    const all = await ann.client.call('activity.clear', {})
    await done(app, `clear-${all.jobId}`)
    expect(await mine(ann)).toEqual([])
    await ann.client.call('posts.like', { postId: his })
    expect((await mine(ann)).map(wordsOf)).toEqual(['like His'])
    await expectExactCounts(app)
  })
})

it('a like that was taken back and given again while activity is cleared stays', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { his } = await acts(ann, bob)
  const beside = untilTestEnds(await connectBeside(app.databaseUrl))
  await beside.query('begin')
  await beside.query(`select 1 from post where id = '${his}' for no key update`)
  const { jobId } = await ann.client.call('activity.clear', { kind: 'like' })
  await until(
    () => app.query("select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"),
    found => found.length > 0,
  )
  await beside.query(`delete from post_like where post_id = '${his}'`)
  await beside.query(
    `insert into post_like (post_id, user_id, created_at) values ('${his}', '${ann.id}', clock_timestamp())`,
  )
  await beside.query('commit')
  await until(
    () => ann.client.call('activity.clearing', { jobId }),
    clearing => clearing.done,
  )
  expect((await mine(ann, { kind: 'like' })).map(wordsOf)).toEqual(['like His'])
  await expectExactCounts(app)
})

describe('clearing much activity', () => {
  it('goes on in steps, from where it was stopped', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    await app.query(
      `with made as (
        insert into post (author_id, caption, status, published_at, like_count)
        select ?, 'Post ' || n, 'published', now(), 1 from generate_series(1, 180) n returning id
      ) insert into post_like (post_id, user_id) select id, ? from made`,
      [bob.id, ann.id],
    )
    const { jobId } = await ann.client.call('activity.clear', { kind: 'like' })
    const steps = new Set<number>()
    await until(
      () => ann.client.call('activity.clearing', { jobId }),
      ({ removed, done }) => {
        steps.add(removed)
        return done
      },
      20_000,
    )
    expect(Math.max(...steps)).toBe(180)
    await expectExactCounts(app)
  })

  it('is covered by a page that never skips or repeats, across kinds with equal times', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'])
    await app.query(
      `with made as (
        insert into post (author_id, caption, status, published_at, like_count)
        select ?, 'Post ' || n, 'published', now(), 1 from generate_series(1, 30) n returning id
      ) insert into post_like (post_id, user_id, created_at) select id, ?, '2026-05-04T09:30:00Z' from made`,
      [bob.id, ann.id],
    )
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const input: CallOf<'activity.mine'> = { kind: 'like', limit: 7, ...(cursor && { cursor }) }
      const page: OutputOf<'activity.mine'> = await ann.client.call('activity.mine', input)
      seen.push(...page.items.map(one => one.id))
      cursor = page.nextCursor
    }
    expect(seen).toHaveLength(30)
    expect(new Set(seen).size).toBe(30)
  })
})
