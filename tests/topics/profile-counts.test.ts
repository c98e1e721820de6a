import { expect, it, onTestFinished } from 'vitest'
import { createUpdates } from '#core/live/updates'
import { until } from '#support/events/next-event'
import { profile } from '#topics/profile'

type Sent = { userId: string; followers: number; at: number }

/** Counts in memory; `reading` makes it slow to read them. */
function following({ isCluster = true, reading = async () => {} } = {}) {
  const watched = new Set(['ann', 'bob'])
  const counts = new Map<string, number>()
  const sent: Sent[] = []
  const told: string[][] = []
  const read: string[][] = []
  const errors: unknown[] = []
  const updates = createUpdates<string>({
    topics: {
      profile: {
        ...profile,
        async render(_: unknown, changes: ReadonlyMap<string, unknown>) {
          read.push([...changes.keys()])
          const now = new Map([...changes.keys()].map(id => [id, { followers: counts.get(id) ?? 0 }]))
          await reading()
          return new Map([...now].map(([userId, counts]) => [userId, { update: { userId, counts } }]))
        },
      },
    },
    watchers: { isWatched: (_, userId) => watched.has(userId), of: () => new Map() },
    emit: {
      toRoom: (_namespace, _room, _event, payload) => {
        const { userId, counts } = payload as { userId: string; counts: { followers: number } }
        sent.push({ userId, followers: counts.followers, at: performance.now() })
      },
      toSocket: () => {},
    },
    context: () => ({}) as never,
    sendToNodes: isCluster ? (_, changes) => told.push(changes.map(([id]) => id)) : null,
    onError: error => errors.push(error),
  })
  onTestFinished(() => updates.stop())
  const moved = (userId: string) => {
    counts.set(userId, (counts.get(userId) ?? 0) + 1)
    updates.changed('profile', userId, { counts: true })
  }
  const heard = (userIds: string[]) =>
    updates.heard(
      'profile',
      userIds.map(id => [id, { counts: true }]),
    )
  return { heard, moved, watched, sent, told, read, errors }
}

const sentTo = (sent: Sent[], followers: number) =>
  until(
    async () => sent.at(-1)?.followers,
    last => last === followers,
  )

it('reads the counts of all changed profiles at once, and tells the other nodes of them at once', async () => {
  const { moved, sent, told, read } = following()
  for (const userId of ['ann', 'bob', 'ann', 'cy']) moved(userId)
  await sentTo(sent, 1)
  expect(read).toEqual([['ann', 'bob']])
  expect(sent.map(one => [one.userId, one.followers])).toEqual([
    ['ann', 2],
    ['bob', 1],
  ])
  expect(told).toEqual([['ann', 'bob', 'cy']])
})

it('reads nothing of profiles that nobody watches, on whichever node they change', async () => {
  const { heard, moved, watched, sent, read } = following({ isCluster: false })
  for (let i = 0; i < 100; i += 1) moved('cy')
  heard(['cy', 'dan'])
  moved('bob')
  watched.delete('bob')
  moved('ann')
  await sentTo(sent, 1)
  expect(read).toEqual([['ann']])
})

it('sends the first change at once and one update per pause after it, the last state always', async () => {
  const { moved, sent } = following()
  const began = performance.now()
  for (let i = 0; i < 60; i += 1) {
    moved('ann')
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  await sentTo(sent, 60)
  expect((sent[0]?.at ?? 0) - began).toBeLessThan(100)
  const pauses = sent.slice(1).map((one, i) => one.at - (sent[i]?.at ?? 0))
  expect(Math.min(...pauses)).toBeGreaterThan(190)
})

it('lets no update of counts overtake another, however long it takes to read them', async () => {
  let first = true
  let release = () => {}
  const slow = new Promise<void>(resolve => {
    release = resolve
  })
  const { moved, sent, read } = following({
    reading: () => {
      const wait = first ? slow : Promise.resolve()
      first = false
      return wait
    },
  })
  moved('ann')
  await until(
    async () => read.length,
    reads => reads === 1,
  )
  moved('ann')
  release()
  await sentTo(sent, 2)
  expect(sent.map(one => one.followers)).toEqual([1, 2])
})

it('sends later the counts that could not be read', async () => {
  let failures = 1
  const { moved, sent, errors } = following({
    reading: async () => {
      failures -= 1
      if (failures >= 0) throw new Error('away')
    },
  })
  moved('ann')
  await sentTo(sent, 1)
  expect(errors).toHaveLength(1)
})
