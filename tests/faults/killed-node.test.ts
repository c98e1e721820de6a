import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { temporaryFolder } from '#support/app/temporary-folder'
import { createDatabase } from '#support/app/use-app'
import { hear } from '#support/events/hear'
import { until } from '#support/events/next-event'
import { clientFor, crowd } from '#support/people/crowd'
import { besideNode, secret, startNode } from '#support/process/start-node'

it('nothing acknowledged is lost or repeated when the node is killed between commit and delivery', async () => {
  const env = {
    HOST: '127.0.0.1',
    DATABASE_URL: await createDatabase(),
    DATA_DIR: await temporaryFolder(),
    JWT_SECRET: secret,
    MAILBOX: 'on',
  }
  let node = await startNode(env)
  const { port } = node
  const outside = await besideNode(env.DATABASE_URL, port)
  const [ann, bob] = await crowd(outside, 2)
  if (!ann || !bob) throw new Error('Two people are needed.')
  const [writer, reader] = [clientFor(outside, ann, 'socket'), clientFor(outside, bob, 'socket')]
  const heard = await hear(reader, 'message.received')
  await writer.connect('messages')
  const { id: conversationId } = await writer.call('conversations.open', { usernames: [bob.name] })

  // Each message is sent under one key until it is acknowledged. Now and then the node is killed at the acknowledgement.
  const acked: { id: string; seq: number }[] = []
  let kills = [9, 37]
  let restarting = Promise.resolve()
  const send = async (text: string) => {
    const options = { idempotencyKey: randomUUID() }
    for (;;) {
      try {
        const message = await writer.call('messages.send', { conversationId, text }, options)
        acked.push(message)
        if (acked.length < (kills[0] ?? Infinity)) return
        kills = kills.slice(1)
        restarting = node.kill().then(async () => {
          node = await startNode(env, port)
        })
        return
      } catch (error) {
        expect(error).toMatchObject({ code: 'unavailable' })
        await restarting
      }
    }
  }
  const texts = Array.from({ length: 60 }, (_, i) => `Line ${i}`)
  const lines = texts.values()
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (const text of lines) await send(text)
    }),
  )
  await restarting

  expect(kills).toEqual([])
  const numbers = texts.map((_, i) => i + 1)
  expect(acked.map(message => message.seq).sort((a, b) => a - b)).toEqual(numbers)
  const { items } = await reader.call('messages.list', { conversationId, afterSeq: 0, limit: 100 })
  expect(items.map(message => message.seq)).toEqual(numbers)
  expect(items.map(message => message.text).sort()).toEqual([...texts].sort())
  expect(new Map(items.map(message => [message.seq, message.id]))).toEqual(
    new Map(acked.map(message => [message.seq, message.id])),
  )

  const { entries, head } = await reader.call('log.since', { stream: 'messages', seq: 0, limit: 500 })
  expect(head).toBe(texts.length)
  expect(entries.map(entry => entry.seq)).toEqual(numbers)
  expect(entries.map(entry => (entry.payload as { message: { id: string } }).message.id)).toEqual(
    items.map(one => one.id),
  )
  // The client followed all that by itself.
  await until(
    async () => heard.length,
    count => count >= texts.length,
    15_000,
  )
  expect(heard.map(one => one.payload.message)).toEqual(items)
  for (const client of [writer, reader]) client.close()
})
