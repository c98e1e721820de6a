import { expect, it, onTestFinished } from 'vitest'
import { createProfileCounts } from '#core/live/profile-counts'
import { until } from '#support/events/next-event'

type Sent = { userId: string; followers: number; at: number }

/** Counts that are kept here, read as slowly as is wished. */
function following({ isCluster = true, reading = async () => {} } = {}) {
  const watched = new Set(['ann', 'bob'])
  const counts = new Map<string, number>()
  const sent: Sent[] = []
  const told: string[][] = []
  const read: string[][] = []
  const errors: unknown[] = []
  const profiles = createProfileCounts({
    isWatched: userId => watched.has(userId),
    read: async userIds => {
      read.push([...userIds])
      const now = new Map(userIds.map(id => [id, { posts: 0, followers: counts.get(id) ?? 0, following: 0 }]))
      await reading()
      return now
    },
    send: (userId, { followers }) => sent.push({ userId, followers, at: performance.now() }),
    tellOthers: isCluster ? userIds => told.push(userIds) : null,
    onError: error => errors.push(error),
  })
  onTestFinished(() => profiles.stop())
  const moved = (userId: string) => {
    counts.set(userId, (counts.get(userId) ?? 0) + 1)
    profiles.counted([userId])
  }
  return { profiles, moved, watched, sent, told, read, errors }
}

const sentTo = (sent: Sent[], followers: number) =>
  until(
    async () => sent.at(-1)?.followers,
    last => last === followers,
  )

it('reads the counts of all profiles that have moved at once, and tells other nodes at once as well', async () => {
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

it('reads nothing of profiles that nobody watches, whoever moves them', async () => {
  const { profiles, moved, watched, sent, read } = following({ isCluster: false })
  for (let i = 0; i < 100; i += 1) moved('cy')
  profiles.heard(['cy', 'dan'])
  moved('bob')
  watched.delete('bob')
  moved('ann')
  await sentTo(sent, 1)
  expect(read).toEqual([['ann']])
})

it('sends the first change at once and one frame per pause after it, the last state always', async () => {
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

it('lets no frame overtake another, however long the counts take to be read', async () => {
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

it('sends later what could not be read', async () => {
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
