import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { firstOf, lengthOf, type Notification } from '#contract'
import { Avatar } from '../components/avatar.tsx'
import { FollowButton } from '../components/follow-button.tsx'
import { Sun } from '../components/logo.tsx'
import { pluralize } from '../components/numbers.ts'
import { Name } from '../components/person-row.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { Photo } from '../post/photo.tsx'
import { SecurityNotice } from './security-notice.tsx'

type RowProps = { notification: Notification; isNew: boolean; onExpired: () => void }

/** A notification: who, what, when, and the post it is about. A dot marks a new one. */
export function NotificationRow({ notification, isNew, onExpired }: RowProps) {
  const { actors, post, createdAt, kind, security } = notification
  const [first] = actors
  const picture = post?.media[0]
  return (
    <li className="relative flex animate-rise items-center gap-3 py-2.5">
      {isNew && <span className="absolute -left-3 size-2 rounded-full bg-sun md:-left-4" role="img" aria-label="New" />}
      {security ? (
        <SecurityNotice security={security} createdAt={createdAt} />
      ) : (
        <>
          {first ? (
            <Link to={`/${first.username}`} aria-hidden tabIndex={-1}>
              <Faces notification={notification} />
            </Link>
          ) : (
            <Sun size={44} />
          )}
          <p className="min-w-0 flex-1 text-sm leading-snug">
            <Sentence notification={notification} /> <TimeAgo at={createdAt} />
          </p>
        </>
      )}
      {kind === 'follow' && first && notification.actorCount === 1 && <FollowButton user={first} followedBy />}
      {post && kind !== 'follow' && (
        <Link to={`/p/${post.id}`} aria-label="View post" className="size-11 shrink-0 overflow-hidden rounded-md">
          {picture ? (
            <Photo media={picture} sizes="44px" onExpired={onExpired} />
          ) : (
            <span className="font-mark line-clamp-3 size-full bg-wash p-1 text-[0.5rem] leading-tight">
              {post.caption}
            </span>
          )}
        </Link>
      )}
    </li>
  )
}

function Faces({ notification: { actors } }: { notification: Notification }) {
  if (actors.length === 1) return <Avatar user={actors[0]!} size={44} />
  return (
    <span className="relative block size-11">
      <Avatar user={actors[1]!} size={30} />
      <span className="absolute right-0 bottom-0 rounded-full ring-2 ring-paper">
        <Avatar user={actors[0]!} size={30} />
      </span>
    </span>
  )
}

const phrases: Record<Notification['kind'], string> = {
  like: 'liked your post.',
  comment: 'commented:',
  reply: 'replied:',
  mention: 'mentioned you:',
  tag: 'tagged you in a post.',
  follow: 'started following you.',
  follow_request: 'requested to follow you.',
  follow_accepted: 'accepted your follow request.',
  comment_like: 'liked your comment:',
  message_request: 'wants to send you a message.',
  post_ready: 'Your post is live.',
  security: 'Security alert for your account.',
}

function Sentence({
  notification: { actors, actorCount, kind, comment, post },
}: {
  notification: Notification
}): ReactNode {
  const isStuck = kind === 'post_ready' && post?.status === 'processing'
  const [first, second] = actors
  const others = actorCount - (actorCount === 2 && second ? 2 : 1)
  // Of a caption there is no text to quote: its post is shown beside it.
  const phrase = kind === 'mention' && !comment ? 'mentioned you in a post.' : phrases[kind]
  return (
    <>
      {first && <Name user={first} />}
      {actorCount === 2 && second && (
        <>
          {' and '}
          <Name user={second} />
        </>
      )}
      {others > 0 && <b className="font-semibold">{` and ${manyOthers(others)}`}</b>}{' '}
      {isStuck ? 'Your scheduled post isn’t published: a photo couldn’t be processed.' : phrase}
      {comment && ` ${shortened(comment.text)}`}
    </>
  )
}

/** The server counts at most 1,000 actors. */
const manyOthers = (others: number) => (others < 999 ? pluralize(others, 'other') : '999+ others')

const shortened = (text: string) => (lengthOf(text) > 120 ? `${firstOf(text, 120)}…` : text)
