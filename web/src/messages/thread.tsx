import { ArrowLeft } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import type { Conversation } from '#contract'
import { client, isGone } from '../client.ts'
import { Avatar } from '../components/avatar.tsx'
import { LoadError, LoadState } from '../components/load-state.tsx'
import { Gone } from '../layout/gone.tsx'
import { NotFound } from '../layout/not-found.tsx'
import { markConversationRead, othersOf, putConversation, titleOf, useConversation } from '../state/conversations.ts'
import { sendMessage, useMessages } from '../state/thread.ts'
import { MessageForm } from './message-form.tsx'
import { MessageList } from './message-list.tsx'

/** A conversation: its messages, live, and the message input. */
export function Thread({ conversationId }: { conversationId: string }) {
  const conversation = useConversation(conversationId)
  const [failure, setFailure] = useState<'missing' | 'unreachable' | null>(null)
  const isKnown = conversation !== undefined
  const load = useCallback(() => {
    setFailure(null)
    client
      .call('conversations.get', { conversationId })
      .then(putConversation, error => setFailure(isGone(error) ? 'missing' : 'unreachable'))
  }, [conversationId])
  useEffect(load, [load])
  // A conversation that disappears while shown is loaded again, to learn whether the user has lost access.
  const wasShown = useRef<string | null>(null)
  if (isKnown) wasShown.current = conversationId
  const hasGone = !isKnown && wasShown.current === conversationId
  useEffect(() => {
    if (hasGone) load()
  }, [load, hasGone])
  useMarkRead(conversation)
  const thread = useMessages(conversationId)
  const retry = () => {
    load()
    void thread.load()
  }

  const isEmpty = !thread.messages?.length && thread.outgoing.length === 0
  if (!conversation) {
    return (
      <div className="grid flex-1 grid-cols-1 place-items-center">
        {failure !== 'missing' && <LoadState failed={failure !== null} onRetry={retry} />}
        {failure === 'missing' && !hasGone && <NotFound />}
        {failure === 'missing' && hasGone && (
          <Gone title="This conversation is gone">You no longer have access to it.</Gone>
        )}
      </div>
    )
  }
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <ThreadHeader conversation={conversation} />
      {isEmpty && thread.failed ? (
        <div className="grid flex-1 grid-cols-1 place-items-center">
          <LoadError title={LOAD_FAILED} onRetry={thread.load} />
        </div>
      ) : (
        <>
          {thread.failed && <LoadError small title={LOAD_FAILED} onRetry={thread.load} />}
          <MessageList conversation={conversation} {...thread} />
        </>
      )}
      <MessageForm conversationId={conversationId} onSend={text => sendMessage(conversationId, text)} />
    </div>
  )
}

const LOAD_FAILED = 'Couldn’t load messages'

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

/** Marks messages as read while the page is visible. */
function useMarkRead(conversation: Conversation | undefined) {
  useEffect(() => {
    if (!conversation) return
    const markRead = () => {
      if (document.visibilityState === 'visible') markConversationRead(conversation).catch(() => undefined)
    }
    markRead()
    document.addEventListener('visibilitychange', markRead)
    return () => document.removeEventListener('visibilitychange', markRead)
  }, [conversation])
}
