import { MessageSquareText } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { Empty } from '../components/empty.tsx'
import { loadConversations } from '../state/conversations.ts'
import { useTitle } from '../state/title.ts'
import { ConversationList } from './conversation-list.tsx'
import { Thread } from './thread.tsx'

/** Two panes on a desktop; on a phone either the list or a conversation. */
export function MessagesPage() {
  const { conversationId } = useParams()
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    loadConversations().catch(() => setFailed(true))
  }, [])
  useEffect(load, [load])
  useTitle('Messages')
  const height = 'h-[calc(100dvh-3.5rem-3.5rem-env(safe-area-inset-bottom))] md:h-dvh'
  return (
    <div className={`-mb-20 flex md:-mb-8 ${height}`}>
      <section
        aria-label="Conversations"
        className={`w-full flex-col overflow-y-auto border-line md:flex md:w-80 md:border-r xl:w-96 ${conversationId ? 'hidden' : 'flex'}`}
      >
        <ConversationList open={conversationId} failed={failed} onRetry={load} />
      </section>
      <section
        aria-label="Conversation"
        className={`min-w-0 flex-1 ${conversationId ? 'flex' : 'hidden md:grid md:place-items-center'}`}
      >
        {conversationId ? (
          <Thread key={conversationId} conversationId={conversationId} />
        ) : (
          <Empty icon={MessageSquareText} title="Your messages">
            <p>Choose a conversation or start a new one.</p>
          </Empty>
        )}
      </section>
    </div>
  )
}
