import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { Comment, Post } from '#contract'
import { Dialog } from '../components/dialog.tsx'
import { ReportDialog } from '../safety/report-dialog.tsx'
import { deleteComment, pinComment } from '../state/comments.ts'
import { useMe } from '../state/session.ts'
import { toast, toastError } from '../state/toasts.ts'
import { EditComment } from './edit-comment.tsx'

/** What the viewer may do with a comment: edit and delete their own, pin and delete on their own post, report others. */
export function CommentMenu({ comment, post }: { comment: Comment; post: Post }) {
  const [open, setOpen] = useState<'menu' | 'edit' | 'report' | null>(null)
  const me = useMe()
  if (!me) return null
  const isMine = comment.author.id === me.id
  const isOnMine = post.author.id === me.id
  const close = () => setOpen(null)
  const run = (what: Promise<void>, done: string) => {
    close()
    what.then(() => toast(done)).catch(toastError)
  }
  return (
    <>
      <button
        type="button"
        aria-label={`Options for the comment of ${comment.author.username}`}
        aria-haspopup="dialog"
        className="-my-1 grid size-6 place-items-center rounded-full hover:text-ink"
        onClick={() => setOpen('menu')}
      >
        <Ellipsis size={16} aria-hidden />
      </button>
      {open === 'menu' && (
        <Dialog label="Comment options" onClose={close}>
          {isMine && (
            <button type="button" className="menu-item" onClick={() => setOpen('edit')}>
              Edit
            </button>
          )}
          {isOnMine && !comment.parentId && (
            <button
              type="button"
              className="menu-item"
              onClick={() => run(pinComment(comment), comment.pinned ? 'Comment unpinned.' : 'Comment pinned.')}
            >
              {comment.pinned ? 'Unpin' : 'Pin'}
            </button>
          )}
          {(isMine || isOnMine) && (
            <button
              type="button"
              className="menu-item font-semibold text-rose"
              onClick={() => run(deleteComment(comment), 'Comment deleted.')}
            >
              Delete
            </button>
          )}
          {!isMine && (
            <button type="button" className="menu-item font-semibold text-rose" onClick={() => setOpen('report')}>
              Report
            </button>
          )}
          <button type="button" className="menu-item text-quiet" onClick={close}>
            Cancel
          </button>
        </Dialog>
      )}
      {open === 'edit' && <EditComment comment={comment} onClose={close} />}
      {open === 'report' && <ReportDialog kind="comment" id={comment.id} onClose={close} />}
    </>
  )
}
