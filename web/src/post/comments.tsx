import { MessageCircle } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { Comment, Post } from '#contract'
import { LoadState } from '../components/load-state.tsx'
import { pluralize } from '../components/numbers.ts'
import { loadMoreComments, loadReplies, refreshComments, useThread } from '../state/comments.ts'
import { toastError } from '../state/toasts.ts'
import { CommentRow } from './comment-row.tsx'

type CommentsProps = {
  post: Post
  /** The comment just sent: its thread is open. */
  sent: Comment | null
  onReply: (comment: Comment) => void
}

/** The comments of a post, newest first, with their replies. */
export function Comments({ post, sent, onReply }: CommentsProps) {
  const { items, cursor, replies } = useThread(post.id)
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    refreshComments(post.id).catch(() => setFailed(true))
  }, [post.id])
  useEffect(load, [load])
  if (cursor === undefined && (failed || items.length === 0)) {
    return <LoadState small failed={failed} title="Couldn’t load comments." onRetry={load} />
  }
  if (cursor === null && items.length === 0) {
    return (
      <p className="grid justify-items-center gap-2 py-10 text-quiet">
        <MessageCircle size={26} strokeWidth={1.5} aria-hidden />
        No comments yet
      </p>
    )
  }
  return (
    <>
      <ul aria-label="Comments" aria-live="polite">
        {items.map(comment => (
          <li key={comment.id}>
            <CommentRow comment={comment} post={post} isSent={comment.id === sent?.id} onReply={onReply} />
            <Replies comment={comment} post={post} known={replies[comment.id] ?? []} sent={sent} onReply={onReply} />
          </li>
        ))}
      </ul>
      {cursor && (
        <button
          type="button"
          className="btn-quiet mx-auto my-3 flex"
          onClick={() => loadMoreComments(post.id).catch(toastError)}
        >
          More comments
        </button>
      )}
    </>
  )
}

type RepliesProps = CommentsProps & { comment: Comment; known: Comment[] }

function Replies({ comment, post, known, sent, onReply }: RepliesProps) {
  const [opened, setOpened] = useState(false)
  const open = opened || sent?.parentId === comment.id
  const hidden = comment.counts.replies - (open ? known.length : 0)
  const show = () => {
    setOpened(true)
    loadReplies(post.id, comment.id).catch(toastError)
  }
  if (comment.counts.replies === 0) return null
  return (
    <div className="ml-[46px]">
      {hidden > 0 && (
        <button
          type="button"
          className="flex items-center gap-3 py-1 text-xs font-semibold text-quiet hover:text-ink"
          onClick={show}
        >
          <span aria-hidden className="h-px w-6 bg-quiet/50" />
          View {pluralize(hidden, open ? 'more reply' : 'reply', open ? 'more replies' : 'replies')}
        </button>
      )}
      {open &&
        known.map(reply => (
          <CommentRow key={reply.id} comment={reply} post={post} isSent={reply.id === sent?.id} onReply={onReply} />
        ))}
    </div>
  )
}
