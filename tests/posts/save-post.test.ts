import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { clientOf, people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('saving', transport => {
  it('keeps a post for its reader alone, once, and lists it until it is removed', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Keep this' })
    for (let i = 0; i < 2; i += 1) expect(await bob.client.call('posts.save', { postId })).toEqual({ saved: true })
    expect((await bob.client.call('posts.saved', {})).items.map(post => [post.id, post.viewer.saved])).toEqual([
      [postId, true],
    ])
    expect((await ann.client.call('posts.get', { postId })).viewer.saved).toBe(false)
    expect(await bob.client.call('posts.unsave', { postId })).toEqual({ saved: false })
    expect((await bob.client.call('posts.saved', {})).items).toEqual([])
  })

  it('is rejected for a post that the viewer may not see, and ends with a deleted one', async () => {
    const [ann, bob] = await people(app, ['ann', 'bob'], transport)
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Gone soon' })
    await bob.client.call('posts.save', { postId })
    await ann.client.call('posts.delete', { postId })
    expect((await bob.client.call('posts.saved', {})).items).toEqual([])
    await expect(bob.client.call('posts.save', { postId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(clientOf(app).call('posts.save', { postId })).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})
