import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { nextEvent } from '#support/events/next-event'
import { type Person, people } from '#support/people/people'
import { allPages } from '#support/transports/all-pages'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

async function sevenPosts({ client }: Person) {
  const ids: string[] = []
  for (let i = 1; i <= 7; i += 1) ids.push((await client.call('posts.create', { caption: `Post ${i}` })).id)
  return ids as [string, string, string, string, string, string, string]
}

overBothTransports('pinned posts', transport => {
  it('stand first in a profile, the last pinned one on top, on pages of any size without a gap or repetition', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const [one, two, three, four, five, six, seven] = await sevenPosts(ann)
    for (const postId of [five, one, three]) {
      expect(await ann.client.call('posts.pin', { postId })).toEqual({ pinned: true })
    }
    const order = [three, one, five, seven, six, four, two]
    for (const limit of [1, 2, 3, 4, 7, 20]) {
      const pages = await allPages(at => bob.client.call('users.posts', { username: ann.name, limit, ...at }))
      expect(pages.flat().map(post => post.id)).toEqual(order)
      expect(pages.flat().map(post => post.pinned)).toEqual([true, true, true, false, false, false, false])
    }
    expect(await ann.client.call('posts.unpin', { postId: one })).toEqual({ pinned: false })
    expect(await ann.client.call('posts.unpin', { postId: one })).toEqual({ pinned: false })
    const { items } = await bob.client.call('users.posts', { username: ann.name })
    expect(items.map(post => post.id)).toEqual([three, five, seven, six, four, two, one])
  })

  it('are at most three, and one pinned twice counts once', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const [one, two, three, four] = await sevenPosts(ann)
    await expect(bob.client.call('posts.pin', { postId: one })).rejects.toMatchObject({ code: 'forbidden' })
    for (const postId of [one, one, two, three]) await ann.client.call('posts.pin', { postId })
    await expect(ann.client.call('posts.pin', { postId: four })).rejects.toMatchObject({ code: 'conflict' })
    expect(await ann.client.call('posts.pin', { postId: three })).toEqual({ pinned: true })
    await ann.client.call('posts.unpin', { postId: one })
    expect(await ann.client.call('posts.pin', { postId: four })).toEqual({ pinned: true })
  })

  it('lose their pin when they are archived or deleted', async () => {
    const [ann] = await people(app, ['ann'], transport)
    const [one, two, three, four] = await sevenPosts(ann)
    for (const postId of [one, two, three]) await ann.client.call('posts.pin', { postId })
    await ann.client.call('posts.archive', { postId: one })
    await ann.client.call('posts.pin', { postId: four })
    expect(await ann.client.call('posts.unarchive', { postId: one })).toMatchObject({ pinned: false })
    await ann.client.call('posts.delete', { postId: two })
    expect(await ann.client.call('posts.restore', { postId: two })).toMatchObject({ pinned: false })
  })
})

it('five posts that are pinned at once leave three pinned', async () => {
  const [ann] = await people(app, ['ann'])
  const ids = await sevenPosts(ann)
  const calls = await Promise.allSettled(ids.slice(0, 5).map(postId => ann.client.call('posts.pin', { postId })))
  expect(calls.filter(call => call.status === 'fulfilled')).toHaveLength(3)
  const { items } = await ann.client.call('users.posts', { username: ann.name })
  expect(items.map(post => post.pinned)).toEqual([true, true, true, false, false, false, false])
})

it('watchers of a post are notified that it is pinned', async () => {
  const [ann, bob] = await people(app, ['ann', 'bob'], 'socket')
  const [postId] = await sevenPosts(ann)
  await bob.client.call('posts.watch', { postId })
  const changed = nextEvent(bob.client, 'post.activity')
  await ann.client.call('posts.pin', { postId })
  expect(await changed).toMatchObject({ postId, changed: true })
})
