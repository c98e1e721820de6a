import { Heart, Pin } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Comment, Post } from '#contract'
import { Avatar } from '../components/avatar.tsx'
import { pluralize } from '../components/numbers.ts'
import { Name } from '../components/person-row.tsx'
import { RichText } from '../components/rich-text.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { likeComment } from '../state/comments.ts'
import { toastError } from '../state/toasts.ts'
import { CommentMenu } from './comment-menu.tsx'

type RowProps = { comment: Comment; post: Post; isSent: boolean; onReply: (comment: Comment) => void }

/** A comment. One that was just sent scrolls into view; of a deleted one only its place is left. */
export function CommentRow({ comment, post, isSent, onReply }: RowProps) {
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isSent) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isSent])
  if (comment.deletedAt) return <p className="py-3 text-sm text-quiet italic">This comment was deleted.</p>
  return (
    <div ref={row} className="flex scroll-my-20 animate-rise gap-3 py-2">
      <Avatar user={comment.author} size={comment.parentId ? 26 : 34} />
      <div className="min-w-0 flex-1 text-sm">
        <p className="whitespace-pre-wrap">
          <Name user={comment.author} /> <RichText text={comment.text} entities={comment.entities} />
        </p>
        <div className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-quiet">
          <TimeAgo at={comment.createdAt} />
          {comment.editedAt && <span>edited</span>}
          {comment.pinned && (
            <span className="flex items-center gap-1">
              <Pin size={12} aria-hidden />
              Pinned
            </span>
          )}
          {comment.counts.likes > 0 && <span>{pluralize(comment.counts.likes, 'like')}</span>}
          {!post.commentsDisabled && (
            <button type="button" className="font-semibold hover:text-ink" onClick={() => onReply(comment)}>
              Reply
            </button>
          )}
          <CommentMenu comment={comment} post={post} />
        </div>
      </div>
      <LikeButton comment={comment} />
    </div>
  )
}

function LikeButton({ comment }: { comment: Comment }) {
  const { liked } = comment.viewer
  return (
    <button
      type="button"
      aria-pressed={liked}
      aria-label={`${liked ? 'Unlike' : 'Like'} the comment of ${comment.author.username}`}
      className={`-mr-2 grid size-8 shrink-0 place-items-center rounded-full ${liked ? 'text-rose' : 'text-quiet hover:text-ink'}`}
      onClick={() => likeComment(comment, !liked).catch(toastError)}
    >
      <Heart
        key={String(liked)}
        size={15}
        fill={liked ? 'currentColor' : 'none'}
        className={liked ? 'animate-pop' : ''}
        aria-hidden
      />
    </button>
  )
}
