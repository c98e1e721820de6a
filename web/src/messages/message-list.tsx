import { type UIEvent, useLayoutEffect, useRef } from 'react'
import type { Conversation, Message } from '#contract'
import { useOnConnect } from '../hooks/use-on-connect.ts'
import { useMe } from '../state/session.ts'
import type { OutgoingMessage } from '../state/thread.ts'
import { toastError } from '../state/toasts.ts'
import { Bubble, OutgoingBubble } from './bubble.tsx'

type MessageListProps = {
  conversation: Conversation
  messages: Message[] | null
  outgoing: OutgoingMessage[]
  hasOlder: boolean
  loadOlder: () => Promise<void>
  renew: (message: Message) => Promise<void>
}

/** The loaded messages, oldest first. Stays scrolled to the end, or in place when older messages are added. */
export function MessageList({ conversation, messages, outgoing, hasOlder, loadOlder, renew }: MessageListProps) {
  const me = useMe()
  const list = useRef<HTMLDivElement>(null)
  const fromEnd = useRef(0)
  const loading = useRef(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the list changes
  useLayoutEffect(() => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight - list.current.clientHeight - fromEnd.current
  }, [messages, outgoing.length])

  async function onScroll({ currentTarget }: UIEvent<HTMLDivElement>) {
    fromEnd.current = currentTarget.scrollHeight - currentTarget.clientHeight - currentTarget.scrollTop
    if (fromEnd.current < 80) fromEnd.current = 0
    await older()
  }

  async function older() {
    if (!list.current || list.current.scrollTop > 200 || !hasOlder || loading.current) return
    loading.current = true
    await loadOlder().catch(toastError)
    loading.current = false
  }
  useOnConnect(older)

  const seenUpTo = Math.max(
    0,
    ...conversation.members.filter(each => each.user.id !== me?.id).map(each => each.readSeq),
  )
  const lastMine = messages?.findLast(each => each.sender.id === me?.id)
  return (
    <div ref={list} onScroll={onScroll} className="flex-1 overflow-y-auto px-3 py-4 md:px-5">
      <ol aria-label="Messages" aria-live="polite" className="flex min-h-full flex-col justify-end">
        {messages?.map((message, index) => (
          <li key={message.seq}>
            <Separator message={message} before={messages[index - 1]} />
            <Bubble
              message={message}
              mine={message.sender.id === me?.id}
              last={messages[index + 1]?.sender.id !== message.sender.id}
              onExpired={() => renew(message).catch(() => undefined)}
            />
          </li>
        ))}
        {outgoing.map(message => (
          <OutgoingBubble key={message.key} message={message} />
        ))}
        {lastMine && outgoing.length === 0 && messages?.at(-1) === lastMine && (
          <li className="pt-1 pr-1 text-right text-xs text-quiet">{seenUpTo >= lastMine.seq ? 'Seen' : 'Sent'}</li>
        )}
      </ol>
    </div>
  )
}

const HOUR = 60 * 60 * 1000

/** The time, shown after an hour without messages. */
function Separator({ message, before }: { message: Message; before: Message | undefined }) {
  const at = Date.parse(message.createdAt)
  if (before && at - Date.parse(before.createdAt) < HOUR) return null
  const today = new Date().toDateString() === new Date(at).toDateString()
  const style: Intl.DateTimeFormatOptions = today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' }
  return <p className="py-3 text-center text-xs text-quiet">{new Date(at).toLocaleString(undefined, style)}</p>
}
