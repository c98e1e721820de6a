import { useEffect, useRef, useState } from 'react'
import type { Comment, Post } from '#contract'
import { Avatar } from '../components/avatar.tsx'
import { Name } from '../components/person-row.tsx'
import { RichText } from '../components/rich-text.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { ReportDialog } from '../safety/report-dialog.tsx'
import { deleteComment } from '../state/comments.ts'
import { useMe } from '../state/session.ts'
import { toastError } from '../state/toasts.ts'

type RowProps = { comment: Comment; post: Post; isSent: boolean; onReply: (comment: Comment) => void }

/** A comment. One that was just sent scrolls into view. */
export function CommentRow({ comment, post, isSent, onReply }: RowProps) {
  const me = useMe()
  const [reporting, setReporting] = useState(false)
  const row = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isSent) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isSent])
  const deletable = me && (comment.author.id === me.id || post.author.id === me.id)
  return (
    <div ref={row} className="group/row flex scroll-my-20 animate-rise gap-3 py-2">
      <Avatar user={comment.author} size={comment.parentId ? 26 : 34} />
      <div className="min-w-0 flex-1 text-sm">
        <p className="whitespace-pre-wrap">
          <Name user={comment.author} /> <RichText text={comment.text} entities={comment.entities} />
        </p>
        <p className="mt-0.5 flex gap-4 text-xs text-quiet">
          <TimeAgo at={comment.createdAt} />
          {!post.commentsDisabled && (
            <button type="button" className="font-semibold hover:text-ink" onClick={() => onReply(comment)}>
              Reply
            </button>
          )}
          {deletable && (
            <button type="button" className={quietly} onClick={() => deleteComment(comment).catch(toastError)}>
              Delete
            </button>
          )}
          {me && comment.author.id !== me.id && (
            <button type="button" className={quietly} onClick={() => setReporting(true)}>
              Report
            </button>
          )}
        </p>
        {reporting && <ReportDialog kind="comment" id={comment.id} onClose={() => setReporting(false)} />}
      </div>
    </div>
  )
}

/** Hidden on wide screens until the row is hovered or focused. */
const quietly =
  'font-semibold hover:text-rose md:opacity-0 md:group-focus-within/row:opacity-100 md:group-hover/row:opacity-100'
