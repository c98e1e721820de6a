import { describe, expect, it } from 'vitest'
import { createClient, type HeliographClient, type Status } from '#client'
import { untilTestEnds, useApp } from '#support/app/use-app'
import { until } from '#support/events/next-event'
import { openLine } from '#support/faults/line'
import { people } from '#support/people/people'

const app = useApp()

/** Ann and Bob with a conversation, and a way for Bob to send so many numbered messages. */
async function talking() {
  const [ann, bob] = await people(app, ['ann', 'bob'])
  const { id } = await bob.client.call('conversations.open', { usernames: [ann.name] })
  let sent = 0
  const send = async (count: number) => {
    for (const end = sent + count; sent < end; ) {
      sent += 1
      await bob.client.call('messages.send', { conversationId: id, text: `${sent}` })
    }
  }
  return { ann, send }
}

/** What a client has been told, as texts in the order of arrival. */
function hear(client: HeliographClient): string[] {
  const heard: string[] = []
  client.on('message.received', ({ message }) => heard.push(message.text))
  return heard
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `${from + index}`)
const hasAll = (count: number) => (heard: string[]) => heard.length >= count

describe('a client that was offline', () => {
  it('receives exactly what it missed, in order, when its connection is back', async () => {
    const { ann, send } = await talking()
    const line = untilTestEnds(await openLine(app.port))
    const client = untilTestEnds(createClient({ url: line.url, tokens: ann.client.tokens, transports: ['websocket'] }))
    const heard = hear(client)
    const statuses: Status[] = []
    client.onStatus(status => statuses.push(status))
    await client.connect('messages')
    await until(
      async () => client.seq('messages'),
      seq => seq !== null,
    )

    await send(3)
    await until(async () => heard, hasAll(3))
    line.cut()
    await send(150)
    line.mend()
    await send(2)
    await until(async () => heard, hasAll(155), 15_000)
    await send(1)
    await until(async () => heard, hasAll(156))
    expect(heard).toEqual(numbers(1, 156))
    expect(statuses).toEqual(['connected', 'reconnecting', 'connected'])
  })

  it('continues from a stored number in a new process', async () => {
    const { ann, send } = await talking()
    const first = untilTestEnds(createClient({ url: app.url, tokens: ann.client.tokens, transports: ['websocket'] }))
    const heardFirst = hear(first)
    await first.connect('messages')
    await until(
      async () => first.seq('messages'),
      seq => seq !== null,
    )
    await send(2)
    await until(async () => heardFirst, hasAll(2))
    first.close()
    const seq = first.seq('messages')!
    await send(3)

    const options = { url: app.url, tokens: ann.client.tokens, seqs: { messages: seq } }
    const second = untilTestEnds(createClient({ ...options, transports: ['websocket'] }))
    const heard = hear(second)
    await until(async () => heard, hasAll(3))
    expect(heard).toEqual(numbers(3, 5))
  })
})
