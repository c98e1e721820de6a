import type { Message } from '#contract'
import { Avatar } from '../components/avatar.tsx'
import { RichText } from '../components/rich-text.tsx'
import { Photo } from '../post/photo.tsx'
import { RepostCard, Unavailable } from '../sharing/repost-card.tsx'
import { type OutgoingMessage, sendMessage } from '../state/thread.ts'

const shape = 'max-w-[min(75%,32rem)] rounded-[1.35rem] px-4 py-2 whitespace-pre-wrap'
const OWN = 'ml-auto bg-sun text-on-sun'

type BubbleProps = { message: Message; mine: boolean; last: boolean; onExpired: () => void }

export function Bubble({ message, mine, last, onExpired }: BubbleProps) {
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
        {message.kind === 'post' && !message.unsentAt && (
          <div className="my-1 -mx-2 w-60 max-w-[calc(100%+1rem)] [&_a]:no-underline!">
            {message.post ? <RepostCard post={message.post} /> : <Unavailable />}
          </div>
        )}
        {message.unsentAt ? (
          <i className="opacity-70">Message unsent</i>
        ) : (
          <RichText text={message.text} entities={message.entities} />
        )}
      </div>
    </div>
  )
}

export function OutgoingBubble({ message: { key, conversationId, text, failed } }: { message: OutgoingMessage }) {
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
