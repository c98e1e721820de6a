import { expect, it } from 'vitest'
import { useApp } from '#support/app/use-app'
import { people } from '#support/people/people'
import { overBothTransports } from '#support/transports/transports'

const app = useApp()

overBothTransports('who may begin a conversation', transport => {
  it('is for its other members to say, and one that exists goes on', async () => {
    const [ann, follower, followed, stranger] = await people(app, ['ann', 'bob', 'cy', 'dan'], transport)
    await follower.client.call('users.follow', { username: ann.name })
    await ann.client.call('users.follow', { username: followed.name })
    const { id: conversationId } = await stranger.client.call('conversations.open', { usernames: [ann.name] })
    const group = (one: typeof ann) =>
      one.client.call('conversations.open', { usernames: [ann.name], title: 'A group' }).then(
        () => true,
        (error: { code: string; message: string }) => {
          expect(error).toMatchObject({ code: 'forbidden', message: expect.stringContaining(ann.name) })
          return false
        },
      )
    const allowed = async () => [await group(follower), await group(followed), await group(stranger)]
    expect(await allowed()).toEqual([true, true, true])
    await ann.client.call('users.setSettings', { whoMayMessage: 'followers' })
    expect(await allowed()).toEqual([true, false, false])
    await ann.client.call('users.setSettings', { whoMayMessage: 'following' })
    expect(await allowed()).toEqual([false, true, false])
    await ann.client.call('users.setSettings', { whoMayMessage: 'nobody' })
    expect(await allowed()).toEqual([false, false, false])
    const direct = follower.client.call('conversations.open', { usernames: [ann.name] })
    await expect(direct).rejects.toMatchObject({ code: 'forbidden' })
    expect(await stranger.client.call('conversations.open', { usernames: [ann.name] })).toMatchObject({
      id: conversationId,
    })
    await stranger.client.call('messages.send', { conversationId, text: 'Still here' })
    await ann.client.call('conversations.open', { usernames: [follower.name] })
  })
})
