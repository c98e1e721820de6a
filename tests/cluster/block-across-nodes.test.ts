import { beforeAll, describe, expect, it } from 'vitest'
import { useCluster } from '#support/cluster/use-cluster'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { anotherDevice, type Person, people } from '#support/people/people'

const cluster = useCluster()
const { a, b } = cluster

const block = ({ client }: Person, { name }: Person) => client.call('users.block', { username: name })
const post = async ({ client }: Person) => (await client.call('posts.create', { caption: 'Hello' })).id

/** Ann and cy are on the first node, bob is on the second; ann and cy are on both. */
async function acrossNodes() {
  const [ann, cy] = await people(a, ['ann', 'cy'])
  const [bob] = await people(b, ['bob'])
  const [annOnB, cyOnB] = await Promise.all([anotherDevice(b, ann), anotherDevice(b, cy)])
  return { ann, bob, cy, annOnB, cyOnB }
}

const holds = () => {
  it('removes the sockets of a blocked user from topics within a second', async () => {
    const { ann, bob, cyOnB } = await acrossNodes()
    const postId = await post(ann)
    const heard = await hear(bob.client, 'post.activity', 'profile.counts')
    await bob.client.call('posts.watch', { postId })
    await bob.client.call('users.watch', { username: ann.name })
    await block(ann, bob)
    // Access may outlive its end by this long.
    await new Promise(resolve => setTimeout(resolve, 1000))
    await cyOnB.call('posts.like', { postId })
    await cyOnB.call('users.follow', { username: ann.name })
    await cyOnB.call('comments.create', { postId, text: 'Without Bob' })
    const own = await post(bob)
    await bob.client.call('posts.watch', { postId: own })
    const update = nextEvent(bob.client, 'post.activity', one => one.postId === own)
    await cyOnB.call('posts.like', { postId: own })
    await update
    expect(heard.flatMap(one => (one.event === 'post.activity' ? [one.payload.postId] : [one.payload.userId]))).toEqual(
      [own],
    )
  })

  it('shows no comment of a user who has just blocked the viewer, while others see it at once', async () => {
    const { ann, bob, cy, annOnB, cyOnB } = await acrossNodes()
    const postId = await post(cy)
    const [heard, seen] = await Promise.all([hear(bob.client, 'post.activity'), hear(cyOnB, 'post.activity')])
    for (const client of [bob.client, cyOnB]) await client.call('posts.watch', { postId })
    const said = (list: typeof heard) => list.flatMap(({ payload }) => payload.comments.map(comment => comment.text))
    await block(ann, bob)
    await annOnB.call('comments.create', { postId, text: 'Not for Bob' })
    await cyOnB.call('comments.create', { postId, text: 'For all' })
    await until(
      async () => [said(heard), said(seen)],
      lists => lists.every(texts => texts.includes('For all')),
    )
    expect(said(heard)).toEqual(['For all'])
    expect(said(seen)).toEqual(['Not for Bob', 'For all'])
    expect(heard.at(-1)?.payload.counts.comments).toBe(2)
  })

  it('hides a conversation and its new messages on the other node from the moment of the response', async () => {
    const { ann, bob, annOnB } = await acrossNodes()
    const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
    await ann.client.call('messages.send', { conversationId, text: 'Before' })
    await block(ann, bob)
    for (const client of [bob.client, annOnB]) {
      for (const name of ['conversations.get', 'messages.list'] as const) {
        await expect(client.call(name, { conversationId })).rejects.toMatchObject({ code: 'not_found' })
      }
      const sent = client.call('messages.send', { conversationId, text: 'After' })
      await expect(sent).rejects.toMatchObject({ code: 'not_found' })
    }
    const { entries } = await bob.client.call('log.since', { stream: 'messages', seq: 0 })
    expect(JSON.stringify(entries)).not.toContain('Before')
  })
}

describe('blocking a user on the other node', holds)

describe('blocking a user on the other node while Redis is away', () => {
  beforeAll(() => cluster.stopRedis())
  holds()
})
