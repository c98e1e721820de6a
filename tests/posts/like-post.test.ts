import { afterAll, beforeAll, expect, it } from 'vitest'
import { startApp, type TestApp } from '#support/app'
import { overBothDoors } from '#support/doors'
import { people } from '#support/people'

let app: TestApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

overBothDoors('likes', door => {
  it('counts a like once, however often it is given', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], door)
    const post = await ann.client.call('posts.create', { caption: 'Hello' })
    const first = await bob.client.call('posts.like', { postId: post.id })
    expect(first).toEqual({ liked: true, counts: { likes: 1, comments: 0, shares: 0 } })
    expect(await bob.client.call('posts.like', { postId: post.id })).toEqual(first)
  })
})
