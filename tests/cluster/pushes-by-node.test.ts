import { expect, it } from 'vitest'
import { startApp, type TestApp, useShared } from '#support/app/use-app'
import { useCluster } from '#support/cluster/use-cluster'
import { hear } from '#support/events/hear'
import { nextEvent, until } from '#support/events/next-event'
import { anotherDevice, people } from '#support/people/people'
import { ask } from '#support/transports/http'

const cluster = useCluster()
const { a, b } = cluster
const c = useShared(() => {
  const { redisUrl, dataDir } = a.config
  const env = { REDIS_URL: redisUrl ?? '', DATA_DIR: dataDir, LOG_LEVEL: 'silent' }
  return startApp({ databaseUrl: a.databaseUrl, env })
})

async function pushesReceivedBy(node: TestApp) {
  const { text } = await ask(node, 'GET', '/metrics')
  return Number(/^heliograph_cluster_pushes_received_total (\d+)$/m.exec(text)?.[1])
}
const received = () => Promise.all([a, b, c].map(pushesReceivedBy))

/** How many pushes each node received while something happened. */
async function during(act: () => Promise<unknown>) {
  const before = await received()
  await act()
  return (await received()).map((count, i) => count - (before[i] ?? 0))
}

it('sends a push only to the node that has sockets of its recipient', async () => {
  const [ann] = await people(a, ['ann'])
  const [bob] = await people(b, ['bob'])
  const [cy] = await people(c, ['cy'])
  const outside = await hear(cy.client, 'message.received')
  const heard = await hear(bob.client, 'message.received')
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const send = async (text: string) => {
    const arrived = nextEvent(bob.client, 'message.received', ({ message }) => message.text === text, 1500)
    await ann.client.call('messages.send', { conversationId, text })
    await arrived
  }
  const texts = ['One', 'Two', 'Three']
  const counts = await during(async () => {
    for (const text of texts) await send(text)
  })
  expect(heard.map(one => one.payload.message.text)).toEqual(texts)
  expect(counts).toEqual([0, 3, 0])
  expect(outside).toEqual([])
})

it('sends a push to each node that has sockets of its recipient, and to none when the last one has closed', async () => {
  const [ann] = await people(a, ['ann'])
  const [bob] = await people(b, ['bob'])
  const phone = await anotherDevice(c, bob)
  const [here, there] = [bob.client, phone]
  for (const client of [here, there]) await client.connect('messages')
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  const send = () => ann.client.call('messages.send', { conversationId, text: 'Hello' })
  const both = await during(async () => {
    const arrived = [here, there].map(client => nextEvent(client, 'message.received', () => true, 1500))
    await send()
    await Promise.all(arrived)
  })
  expect(both).toEqual([0, 1, 1])

  there.close()
  await until(
    async () => (await ask(c, 'GET', '/metrics')).text,
    text => /^heliograph_sockets\{namespace="messages"\} 0$/m.test(text),
  )
  const one = await during(async () => {
    const arrived = nextEvent(here, 'message.received', () => true, 1500)
    await send()
    await arrived
  })
  expect(one).toEqual([0, 1, 0])
})

it('finds the nodes of a recipient again after Redis was away', async () => {
  const [ann] = await people(a, ['ann'])
  const [bob] = await people(b, ['bob'])
  await bob.client.connect('messages')
  const { id: conversationId } = await ann.client.call('conversations.open', { usernames: [bob.name] })
  await cluster.stopRedis()
  // Connects while Redis is away: its channel is subscribed to when Redis is back.
  const phone = await anotherDevice(c, bob)
  await phone.connect('messages')
  await cluster.startRedisAgain()
  await until(
    () =>
      during(async () => {
        await ann.client.call('messages.send', { conversationId, text: 'Hello again' })
        await new Promise(resolve => setTimeout(resolve, 300))
      }),
    counts => counts.join() === '0,1,1',
    10_000,
  )
})
