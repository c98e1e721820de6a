import { expect, it } from 'vitest'
import { useCluster } from '#support/cluster/use-cluster'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { crowd, inside } from '#support/people/crowd'
import { clientOf, password, people, person } from '#support/people/people'
import { photo } from '#support/photos/photo'
import { fileOf } from '#support/photos/uploads'

const { a, b } = useCluster({ worker: true })

/** Ann is on the first node; bob, who watches her profile, and cy, who does not, are on the second. */
async function watched() {
  const ann = await person(a, 'ann')
  const [bob, cy] = await people(b, ['bob', 'cy'], 'socket')
  const heard = await hear(bob.client, 'profile.counts')
  const outside = await hear(cy.client, 'profile.counts')
  await bob.client.call('users.watch', { username: ann.name })
  return { ann, bob, cy, heard, outside }
}

it('sends watchers of a profile on the other node at most five updates a second, the last one exact', async () => {
  const { ann, bob, heard, outside } = await watched()
  const everybody = await crowd(a, 120)
  const times: number[] = []
  bob.client.on('profile.counts', () => times.push(performance.now()))
  const last = nextEvent(bob.client, 'profile.counts', ({ counts }) => counts.followers === 120, 20_000)
  for (let at = 0; at < 120; at += 4) {
    const some = everybody.slice(at, at + 4)
    await Promise.all(
      some.map(({ viewer }, i) =>
        (i % 2 === 0 ? a : b).run('users.follow', { username: ann.name }, { viewer, from: inside }),
      ),
    )
    await new Promise(resolve => setTimeout(resolve, 15))
  }
  expect(await last).toEqual({ userId: ann.id, counts: { posts: 0, followers: 120, following: 0 } })
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000
  expect(times.length).toBeGreaterThan(2)
  expect(times.length).toBeLessThanOrEqual(Math.ceil(seconds * 5) + 1)
  const counts = heard.map(({ payload }) => payload.counts.followers)
  expect(counts).toEqual([...counts].sort((one, two) => one - two))
  expect(outside).toEqual([])
})

it('sends counts that a worker changes', async () => {
  const { ann, bob } = await watched()
  const published = nextEvent(bob.client, 'profile.counts', ({ counts }) => counts.posts === 1)
  const { id } = await ann.client.upload(fileOf(await photo({ width: 60, height: 40 })))
  await ann.client.call('posts.create', { mediaIds: [id] })
  expect(await published).toMatchObject({ userId: ann.id })
})

it('removes watchers within a second when they are blocked on the other node', async () => {
  const { ann, bob, cy, heard } = await watched()
  await bob.client.call('users.watch', { username: cy.name })
  await ann.client.call('users.block', { username: bob.name })
  await new Promise(resolve => setTimeout(resolve, 1000))
  const there = clientOf(b)
  await there.signIn(ann.name, password)
  await there.call('users.follow', { username: cy.name })
  await until(
    async () => heard.length,
    updates => updates > 0,
  )
  expect(heard.map(({ payload }) => [payload.userId, payload.counts.followers])).toEqual([[cy.id, 1]])
})
