import { expect, it } from 'vitest'
import { acceptRequests } from '#domain/users/accept-requests'
import { useApp } from '#support/app/use-app'
import { wrongCounts } from '#support/database/follow-counts'
import { headOf } from '#support/events/caught-up'
import { until } from '#support/events/next-event'
import { makePrivate } from '#support/people/change-account'
import { crowd, inside } from '#support/people/crowd'
import { type Person, person } from '#support/people/people'
import { insertRequests } from '#support/people/relations'

const app = useApp()

const requestsOf = async ({ client }: Person) =>
  (await client.call('users.followRequests', {})).items.map(one => one.id)
const cardOf = (by: Person, of: Person) => by.client.call('users.get', { username: of.name })
/** Ids as the text of an array. */
const list = (ids: readonly string[]) => `{${ids.join(',')}}`

it('an account that goes public accepts all pending requests, the rest of many by a job, and notifies each once', async () => {
  const owner = await person(app, 'owner')
  await owner.client.call('posts.create', { caption: 'For friends' })
  await makePrivate(app, owner)
  const everybody = await crowd(app, 1200)
  await insertRequests(app, owner, everybody)
  const [declined] = everybody.slice(-1)
  await owner.client.call('users.declineRequest', { username: declined?.name ?? '' })
  await app.engine.transact(async ctx => {
    expect(await acceptRequests(ctx, owner.id, null)).toHaveLength(500)
    await ctx.em.execute('update users set is_private = false where id = ?', [owner.id])
  })
  await until(
    () => requestsOf(owner),
    ids => ids.length === 0,
    20_000,
  )
  expect((await cardOf(owner, owner)).counts.followers).toBe(1199)
  expect(await wrongCounts(app)).toEqual([])
  const told = await app.query(
    `select stream, min(seq) as least, max(seq) as most, count(*)::int as people from log_head
      where user_id in (select follower_id from follow where followee_id = ?) group by stream order by stream`,
    [owner.id],
  )
  expect(told).toEqual([
    { stream: 'messages', least: 0, most: 0, people: 1199 },
    { stream: 'notifications', least: 1, most: 1, people: 1199 },
    { stream: 'users', least: 1, most: 1, people: 1199 },
  ])
  expect(await app.query('select 1 from feed_entry where author_id = ?', [owner.id])).toHaveLength(1199)
  expect(await headOf(app, owner.id, 'notifications')).toBe(0)
})

it('an account that is private again stops accepting pending requests', async () => {
  const owner = await person(app, 'owner')
  const everybody = await crowd(app, 600)
  await insertRequests(app, owner, everybody)
  await app.engine.transact(async ctx => {
    await acceptRequests(ctx, owner.id, null)
    await ctx.em.execute('update users set is_private = true where id = ?', [owner.id])
  })
  await until(
    () => app.query('select 1 from task where id = ?', [`accept-${owner.id}`]),
    left => left.length === 0,
    20_000,
  )
  const [waiting] = await app.query<{ n: number }>(
    `select count(*)::int as n from follow where followee_id = ? and status = 'requested'`,
    [owner.id],
  )
  expect(waiting?.n).toBe(100)
})

it('an account that is private again while the job waits for its row accepts nobody more', async () => {
  const [owner, ...everybody] = await crowd(app, 20)
  const ownerId = owner?.viewer.id ?? ''
  await insertRequests(app, ownerId, everybody)
  await app.engine.transact(async ctx => {
    await ctx.em.execute('update users set is_private = true where id = ?', [ownerId])
    await app.engine.transact(async beside => beside.enqueue('follow.accept', { userId: ownerId }))
    await until(
      () => app.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
      waiting => waiting.length > 0,
    )
  })
  await until(
    () => app.query('select 1 from task where id = ?', [`accept-${ownerId}`]),
    left => left.length === 0,
  )
  expect(await app.query("select 1 from follow where followee_id = ? and status = 'following'", [ownerId])).toEqual([])
})

it('follow counts are exact when users follow, leave, accept, decline, remove and block at once', async () => {
  const everybody = await crowd(app, 30)
  const ids = everybody.map(one => one.viewer.id)
  await app.query('update users set is_private = true where id = any(?::uuid[]) and random() < 0.5', [list(ids)])
  const acts = [
    'users.follow',
    'users.follow',
    'users.follow',
    'users.unfollow',
    'users.acceptRequest',
    'users.acceptRequest',
    'users.declineRequest',
    'users.removeFollower',
    'users.block',
    'users.unblock',
  ] as const
  const codes = new Map<string, number>()
  await Promise.all(
    everybody.map(async ({ viewer }, i) => {
      for (let step = 0; step < 60; step += 1) {
        // A few people meet again and again.
        const other = everybody[(i + 1 + Math.floor(Math.random() * 6)) % everybody.length]
        const act = acts[Math.floor(Math.random() * acts.length)] ?? 'users.follow'
        const code = await app.run(act, { username: other?.name }, { viewer, from: inside }).then(
          () => 'ok',
          error => error.code,
        )
        codes.set(code, (codes.get(code) ?? 0) + 1)
      }
    }),
  )
  await app.engine.transact(async ctx => void (await acceptRequests(ctx, ids[0] ?? '', null)))
  expect(await wrongCounts(app)).toEqual([])
  expect([...codes.keys()].sort()).toEqual(['not_found', 'ok'])
  const betweenBlocked = await app.query(
    `select 1 from follow join block on (blocker_id, blocked_id) in ((follower_id, followee_id), (followee_id, follower_id))
      where follower_id = any(?::uuid[])`,
    [list(ids)],
  )
  expect(betweenBlocked).toEqual([])
})
