import { useEffect, useState } from 'react'
import { newIdempotencyKey } from '#client'
import type { Message } from '#contract'
import { client } from '../client.ts'
import { createStore, useStore } from './store.ts'

/** A message that is on its way: shown at once, kept for another try when it fails. */
export type Draft = { key: string; conversationId: string; text: string; failed: boolean }

const drafts = createStore<Draft[]>([])
const received = new Set<(message: Message) => void>()

export const tellThreads = (message: Message) => {
  for (const tell of [...received]) tell(message)
}

/** The messages of a conversation, oldest first, as far as they have been loaded, with what is on its way. */
export function useMessages(conversationId: string) {
  const [messages, setMessages] = useState<Message[] | null>(null)
  const [hasOlder, setHasOlder] = useState(false)
  const allDrafts = useStore(drafts, now => now)

  useEffect(() => {
    const add = (more: Message[]) => setMessages(now => bySeq([...(now ?? []), ...more]))
    const load = () =>
      client.call('messages.list', { conversationId, limit: 40 }).then(
        page => {
          add(page.items)
          setHasOlder(page.items.some(each => each.seq > 1) && page.items.length === 40)
        },
        () => add([]),
      )
    setMessages(null)
    void load()
    const hear = (message: Message) => message.conversationId === conversationId && add([message])
    received.add(hear)
    const stop = client.on('reset', ({ stream }) => stream === 'messages' && void load())
    return () => {
      received.delete(hear)
      stop()
    }
  }, [conversationId])

  async function loadOlder() {
    const first = messages?.[0]?.seq
    if (!first || first <= 1) return setHasOlder(false)
    const page = await client.call('messages.list', { conversationId, beforeSeq: first, limit: 40 })
    setMessages(now => bySeq([...page.items, ...(now ?? [])]))
    setHasOlder(page.items.length === 40)
  }

  return { messages, hasOlder, loadOlder, drafts: allDrafts.filter(each => each.conversationId === conversationId) }
}

export async function sendMessage(conversationId: string, text: string, key = newIdempotencyKey()) {
  const draft: Draft = { key, conversationId, text, failed: false }
  drafts.set(now => [...now.filter(each => each.key !== key), draft])
  try {
    tellThreads(await client.call('messages.send', { conversationId, text }, { idempotencyKey: key }))
    drafts.set(now => now.filter(each => each.key !== key))
  } catch {
    drafts.set(now => now.map(each => (each.key === key ? { ...each, failed: true } : each)))
  }
}

const bySeq = (messages: Message[]) =>
  [...new Map(messages.map(each => [each.seq, each])).values()].sort((a, b) => a.seq - b.seq)
