import { describe, expect, it } from 'vitest'
import { useCluster } from '#support/cluster/use-cluster'
import { nextEvent } from '#support/events/next-event'
import type { Line } from '#support/faults/line'
import { people } from '#support/people/people'
import { next, plainSocket } from '#support/transports/plain-socket'

const cluster = useCluster({ lines: true })

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

describe.each([
  ['the recipient', 1],
  ['the sender', 0],
])('a push delayed by the connection to Redis at the node of %s', (_, at) => {
  it('is not delivered to a user who has lost access meanwhile', async () => {
    const { a, b, toRedis } = cluster
    const line = toRedis[at] as Line
    const [ann, cy] = await people(a, ['ann', 'cy'])
    const [bob] = await people(b, ['bob'])
    await bob.client.call('users.follow', { username: ann.name })
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    const { id: others } = await cy.client.call('conversations.open', { usernames: [bob.name] })
    const { id: postId } = await ann.client.call('posts.create', { caption: 'Soon gone' })
    const heard: unknown[] = []
    const sockets = (['messages', 'feed'] as const).map(namespace => plainSocket(b, bob, namespace))
    for (const socket of sockets) socket.onAny((event, payload) => heard.push({ event, payload }))
    await Promise.all(sockets.map(socket => next(socket, 'connect')))
    await bob.client.connect('messages')
    const seen = nextEvent(bob.client, 'message.received', ({ message }) => message.text === 'Seen')
    line.hold()
    await ann.client.call('messages.send', { conversationId, text: 'Before' })
    await ann.client.call('posts.delete', { postId })
    await cy.client.call('messages.send', { conversationId: others, text: 'Seen' })
    await ann.client.call('users.block', { username: bob.name })
    await pause(1000)
    line.goOn()
    // What may be seen is found in the log.
    await seen
    await pause(200)
    expect(heard.filter(one => /feed\.removed|Before/.test(JSON.stringify(one)))).toEqual([])
  })
})
