import { useCallback, useEffect, useRef, useState } from 'react'
import { newIdempotencyKey } from '#client'
import type { Message } from '#contract'
import { client } from '../client.ts'
import { createStore, useStore } from './store.ts'

/** A message being sent: shown at once, and kept for a retry when it fails. */
export type OutgoingMessage = { key: string; conversationId: string; text: string; failed: boolean }

const outgoing = createStore<OutgoingMessage[]>([])
const received = new Set<(message: Message) => void>()

export const deliverMessage = (message: Message) => {
  for (const deliver of [...received]) deliver(message)
}

const PAGE = 40

/** The loaded messages of a conversation, oldest first, and those being sent. */
export function useMessages(conversationId: string) {
  const [messages, setMessages] = useState<Message[] | null>(null)
  const [hasOlder, setHasOlder] = useState(false)
  const [failed, setFailed] = useState(false)
  const allOutgoing = useStore(outgoing, now => now)
  // Up to this number no message is missing; 0 before the first page.
  const upTo = useRef(0)

  const load = useCallback(async () => {
    const known = upTo.current
    setFailed(false)
    try {
      const page = await client.call('messages.list', { conversationId, limit: PAGE })
      // If the page does not reach the known messages, there is a gap, and the thread continues from the page.
      const reaches = known > 0 && (page.items.at(-1)?.seq ?? 0) <= known + 1
      if (!reaches) setHasOlder(page.nextCursor !== null)
      const arrivedMeanwhile = (message: Message) => message.seq > known
      upTo.current = Math.max(known, page.items[0]?.seq ?? 0)
      setMessages(now => bySeq([...(now?.filter(each => reaches || arrivedMeanwhile(each)) ?? []), ...page.items]))
    } catch {
      setFailed(true)
    }
  }, [conversationId])

  useEffect(() => {
    upTo.current = 0
    setMessages(null)
    void load()
    const add = (message: Message) =>
      message.conversationId === conversationId && setMessages(now => bySeq([...(now ?? []), message]))
    received.add(add)
    const stops = [
      client.on('reset', ({ stream }) => stream === 'messages' && void load()),
      // Messages sent between loading and joining are in no log that is followed.
      client.on('joined', ({ namespace }) => namespace === 'messages' && void load()),
    ]
    return () => {
      received.delete(add)
      for (const stop of stops) stop()
    }
  }, [conversationId, load])
  useEffect(() => {
    if (upTo.current > 0) upTo.current = messages?.at(-1)?.seq ?? 0
  }, [messages])

  async function loadOlder() {
    const first = messages?.[0]?.seq
    if (!first || first <= 1) return setHasOlder(false)
    const page = await client.call('messages.list', { conversationId, beforeSeq: first, limit: PAGE })
    setMessages(now => bySeq([...page.items, ...(now ?? [])]))
    setHasOlder(page.nextCursor !== null)
  }

  /** Reloads a message whose image URLs have expired. */
  async function renew({ seq }: Message) {
    const page = await client.call('messages.list', { conversationId, beforeSeq: seq + 1, limit: 1 })
    setMessages(now => bySeq([...(now ?? []), ...page.items]))
  }

  const mine = allOutgoing.filter(each => each.conversationId === conversationId)
  return { messages, hasOlder, failed, load, loadOlder, renew, outgoing: mine }
}

export async function sendMessage(conversationId: string, text: string, key = newIdempotencyKey()) {
  const message: OutgoingMessage = { key, conversationId, text, failed: false }
  outgoing.set(now => [...now.filter(each => each.key !== key), message])
  try {
    deliverMessage(await client.call('messages.send', { conversationId, text }, { idempotencyKey: key }))
    outgoing.set(now => now.filter(each => each.key !== key))
  } catch {
    outgoing.set(now => now.map(each => (each.key === key ? { ...each, failed: true } : each)))
  }
}

const bySeq = (messages: Message[]) =>
  [...new Map(messages.map(each => [each.seq, each])).values()].sort((a, b) => a.seq - b.seq)
