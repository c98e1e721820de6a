import { ArrowLeft } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import type { Conversation } from '#contract'
import { client } from '../client.ts'
import { NotFound } from '../frame/not-found.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Spinner } from '../parts/spinner.tsx'
import { markConversationRead, othersOf, putConversation, titleOf, useConversation } from '../state/conversations.ts'
import { sendMessage, useMessages } from '../state/thread.ts'
import { Bubbles } from './bubbles.tsx'
import { MessageForm } from './message-form.tsx'

/** One conversation: its messages, live, and a line to write in. */
export function Thread({ conversationId }: { conversationId: string }) {
  const conversation = useConversation(conversationId)
  const [isLoaded, setLoaded] = useState(false)
  useEffect(() => {
    const loading = client.call('conversations.get', { conversationId }).then(putConversation, () => undefined)
    loading.then(() => setLoaded(true))
  }, [conversationId])
  useReading(conversation)
  const thread = useMessages(conversationId)

  if (!conversation) {
    return isLoaded ? (
      <NotFound />
    ) : (
      <div className="grid flex-1 place-items-center">
        <Spinner />
      </div>
    )
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <ThreadHeader conversation={conversation} />
      <Bubbles conversation={conversation} {...thread} />
      <MessageForm onSend={text => sendMessage(conversationId, text)} />
    </div>
  )
}

function ThreadHeader({ conversation }: { conversation: Conversation }) {
  const [other] = othersOf(conversation)
  return (
    <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-3 md:h-18 md:px-5">
      <Link to="/messages" aria-label="Back to conversations" className="icon-btn md:hidden">
        <ArrowLeft size={22} aria-hidden />
      </Link>
      <Link to={other ? `/${other.username}` : '/messages'} className="flex min-w-0 items-center gap-3">
        {other && <Avatar user={other} size={40} />}
        <span className="min-w-0 leading-tight">
          <span className="block truncate font-semibold">{titleOf(conversation)}</span>
          {other && conversation.kind === 'direct' && (
            <span className="block truncate text-sm text-quiet">{other.username}</span>
          )}
        </span>
      </Link>
    </header>
  )
}

/** What is on the screen of somebody who looks is read. */
function useReading(conversation: Conversation | undefined) {
  useEffect(() => {
    if (!conversation) return
    const look = () => {
      if (document.visibilityState === 'visible') markConversationRead(conversation).catch(() => undefined)
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [conversation])
}
