import { SquarePen } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Conversation } from '#contract'
import { Avatar } from '../components/avatar.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { conversations, loadOlderConversations, olderConversations, othersOf, titleOf } from '../state/conversations.ts'
import { useMe } from '../state/session.ts'
import { useStore } from '../state/store.ts'
import { NewMessage } from './new-message.tsx'

type ListProps = { open: string | undefined; failed: boolean; onRetry: () => void }

export function ConversationList({ open, failed, onRetry }: ListProps) {
  const list = useStore(conversations, now => now)
  const older = useStore(olderConversations, now => now)
  const listed = older !== undefined
  const [writing, setWriting] = useState(false)
  return (
    <>
      <header className="flex items-center justify-between px-4 pt-5 pb-2 md:px-5 md:pt-8">
        <h1 className="text-2xl font-semibold">Messages</h1>
        <button type="button" aria-label="New message" className="icon-btn -mr-2" onClick={() => setWriting(true)}>
          <SquarePen size={22} aria-hidden />
        </button>
      </header>
      {!listed && <LoadState failed={failed} onRetry={onRetry} />}
      {listed && list?.length === 0 && <p className="px-5 py-6 text-quiet">No messages yet. Start a conversation.</p>}
      <ul>
        {list?.map(each => (
          <li key={each.id}>
            <Row conversation={each} open={each.id === open} />
          </li>
        ))}
      </ul>
      {older && <LoadMore onMore={loadOlderConversations} at={older} />}
      {writing && <NewMessage onClose={() => setWriting(false)} />}
    </>
  )
}

function Row({ conversation, open }: { conversation: Conversation; open: boolean }) {
  const me = useMe()
  const { lastMessage, unread } = conversation
  const [other] = othersOf(conversation)
  const mine = lastMessage?.sender.id === me?.id
  return (
    <Link
      to={`/messages/${conversation.id}`}
      aria-current={open}
      className={`flex items-center gap-3 px-4 py-2.5 hover:bg-wash md:px-5 ${open ? 'bg-wash' : ''}`}
    >
      {other && <Avatar user={other} size={52} />}
      <span className="min-w-0 flex-1">
        <span className={`block truncate ${unread > 0 ? 'font-bold' : ''}`}>{titleOf(conversation)}</span>
        <span className={`flex gap-1.5 text-sm ${unread > 0 ? 'font-semibold text-ink' : 'text-quiet'}`}>
          <span className="truncate">
            {mine && 'You: '}
            {lastMessage ? lastMessage.text || (lastMessage.kind === 'post' ? 'A post' : 'Photo') : 'Say hello'}
          </span>
          {lastMessage && (
            <span className="shrink-0 font-normal">
              <span className="text-quiet">· </span>
              <TimeAgo at={lastMessage.createdAt} />
            </span>
          )}
        </span>
      </span>
      {unread > 0 && (
        <span className="grid h-5 min-w-5 place-items-center rounded-full bg-sun px-1.5 text-xs font-bold text-on-sun">
          {unread}
          <span className="sr-only"> unread</span>
        </span>
      )}
    </Link>
  )
}
