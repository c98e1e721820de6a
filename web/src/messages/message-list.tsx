import { type UIEvent, useLayoutEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Conversation, Message } from '#contract'
import { Avatar } from '../components/avatar.tsx'
import { RichText } from '../components/rich-text.tsx'
import { useOnConnect } from '../hooks/use-on-connect.ts'
import { Photo } from '../post/photo.tsx'
import { useMe } from '../state/session.ts'
import { type OutgoingMessage, sendMessage } from '../state/thread.ts'
import { toastError } from '../state/toasts.ts'

type MessageListProps = {
  conversation: Conversation
  messages: Message[] | null
  outgoing: OutgoingMessage[]
  hasOlder: boolean
  loadOlder: () => Promise<void>
  renew: (message: Message) => Promise<void>
}

/** Messages from the oldest loaded to the newest; stays at the end while one is there, and in place when older ones come. */
export function MessageList({ conversation, messages, outgoing, hasOlder, loadOlder, renew }: MessageListProps) {
  const me = useMe()
  const list = useRef<HTMLDivElement>(null)
  const fromEnd = useRef(0)
  const loading = useRef(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever what is listed changes
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

const shape = 'max-w-[min(75%,32rem)] rounded-[1.35rem] px-4 py-2 whitespace-pre-wrap'
const OWN = 'ml-auto bg-sun text-on-sun'

type BubbleProps = { message: Message; mine: boolean; last: boolean; onExpired: () => void }

function Bubble({ message, mine, last, onExpired }: BubbleProps) {
  return (
    <div className={`flex items-end gap-2 ${last ? 'pb-2' : 'pb-0.5'}`}>
      {!mine && <span className="w-7">{last && <Avatar user={message.sender} size={28} />}</span>}
      <div className={`${shape} ${mine ? `${OWN} [&_a]:text-inherit [&_a]:underline` : 'bg-wash'}`}>
        {message.media && (
          <div
            className="-mx-4 -mt-2 mb-1 w-60 max-w-[calc(100%+2rem)] overflow-hidden rounded-t-[1.35rem]"
            style={{ aspectRatio: 1 }}
          >
            <Photo media={message.media} sizes="240px" onExpired={onExpired} />
          </div>
        )}
        {message.post && (
          <Link to={`/p/${message.post.id}`} className="font-semibold underline">
            A post by {message.post.author.username}
          </Link>
        )}
        {message.unsentAt ? (
          <i className="opacity-70">Unsent</i>
        ) : (
          <RichText text={message.text} entities={message.entities} />
        )}
      </div>
    </div>
  )
}

function OutgoingBubble({ message: { key, conversationId, text, failed } }: { message: OutgoingMessage }) {
  return (
    <li className="pb-0.5">
      <div className={`w-fit ${shape} ${OWN} ${failed ? '' : 'opacity-60'}`}>{text}</div>
      <p className="pt-0.5 pr-1 text-right text-xs text-quiet">
        {failed ? (
          <button
            type="button"
            className="font-semibold text-rose"
            onClick={() => sendMessage(conversationId, text, key)}
          >
            Not sent. Try again
          </button>
        ) : (
          'Sending…'
        )}
      </p>
    </li>
  )
}

const HOUR = 60 * 60 * 1000

/** The time, where an hour or more has passed. */
function Separator({ message, before }: { message: Message; before: Message | undefined }) {
  const at = Date.parse(message.createdAt)
  if (before && at - Date.parse(before.createdAt) < HOUR) return null
  const today = new Date().toDateString() === new Date(at).toDateString()
  const style: Intl.DateTimeFormatOptions = today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' }
  return <p className="py-3 text-center text-xs text-quiet">{new Date(at).toLocaleString(undefined, style)}</p>
}
