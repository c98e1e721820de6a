import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('who may comment', transport => {
  it('is for the author of the post to say, and they always may', async () => {
    const [ann, follower, followed, stranger] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    await follower.client.call('users.follow', { username: ann.name })
    await ann.client.call('users.follow', { username: followed.name })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Hello' })
    const { id: parentId } = await ann.client.call('comments.create', { postId, text: 'First' })
    const everybody = { ann, follower, followed, stranger }
    const allowed = async () => {
      const names: string[] = []
      for (const [name, { client }] of Object.entries(everybody)) {
        const calls = [{}, { parentId }].map(more => client.call('comments.create', { postId, text: name, ...more }))
        const outcomes = await Promise.allSettled(calls)
        const rejected = outcomes.flatMap(one => (one.status === 'rejected' ? [one.reason] : []))
        if (rejected.length === 0) names.push(name)
        else
          expect(rejected).toMatchObject(
            Array.from({ length: 2 }, () => ({
              code: 'forbidden',
              message: expect.stringContaining('limited who may comment'),
            })),
          )
      }
      return names
    }
    expect(await allowed()).toEqual(['ann', 'follower', 'followed', 'stranger'])
    await ann.client.call('users.setSettings', { whoMayComment: 'followers' })
    expect(await allowed()).toEqual(['ann', 'follower'])
    await ann.client.call('users.setSettings', { whoMayComment: 'following' })
    expect(await allowed()).toEqual(['ann', 'followed'])
    await ann.client.call('users.setSettings', { whoMayComment: 'nobody' })
    expect(await allowed()).toEqual(['ann'])
    const { counts } = await stranger.client.call('posts.get', { postId })
    expect(counts.comments).toBe(1 + 2 * (4 + 2 + 2 + 1))
  })
})
