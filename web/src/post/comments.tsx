import { MessageCircle } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { Comment, Post } from '#contract'
import { loadComments, loadReplies, useThread } from '../state/comments.ts'
import { complain } from '../state/toasts.ts'
import { counted } from './actions.tsx'
import { CommentRow } from './comment-row.tsx'

/** All comments of a post, newest first, with their replies. */
export function Comments({ post, onReply }: { post: Post; onReply: (comment: Comment) => void }) {
  const { items, cursor, replies } = useThread(post.id)
  useEffect(() => {
    loadComments(post.id).catch(complain)
  }, [post.id])
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
            <CommentRow comment={comment} post={post} onReply={onReply} />
            <Replies comment={comment} post={post} known={replies[comment.id] ?? []} onReply={onReply} />
          </li>
        ))}
      </ul>
      {cursor && (
        <button
          type="button"
          className="btn-quiet mx-auto my-3 flex"
          onClick={() => loadComments(post.id).catch(complain)}
        >
          More comments
        </button>
      )}
    </>
  )
}

type RepliesProps = { comment: Comment; post: Post; known: Comment[]; onReply: (comment: Comment) => void }

function Replies({ comment, post, known, onReply }: RepliesProps) {
  const [open, setOpen] = useState(false)
  const hidden = comment.counts.replies - (open ? known.length : 0)
  const show = () => {
    setOpen(true)
    loadReplies(post.id, comment.id).catch(complain)
  }
  if (comment.counts.replies === 0) return null
  return (
    <div className="ml-[46px]">
      {open && known.map(reply => <CommentRow key={reply.id} comment={reply} post={post} onReply={onReply} />)}
      {hidden > 0 && !open && (
        <button
          type="button"
          className="flex items-center gap-3 py-1 text-xs font-semibold text-quiet hover:text-ink"
          onClick={show}
        >
          <span aria-hidden className="h-px w-6 bg-quiet/50" />
          View {counted(hidden, 'reply', 'replies')}
        </button>
      )}
    </div>
  )
}
