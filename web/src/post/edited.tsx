import { useState } from 'react'
import type { Post } from '#contract'
import { HistoryDialog } from './history-dialog.tsx'

/** "edited", which opens what the post said before. */
export function Edited({ post }: { post: Post }) {
  const [open, setOpen] = useState(false)
  if (post.editedAt === null) return null
  return (
    <>
      <span className="text-quiet"> · </span>
      <button type="button" aria-haspopup="dialog" className="text-quiet hover:underline" onClick={() => setOpen(true)}>
        edited
      </button>
      {open && <HistoryDialog postId={post.id} editedAt={post.editedAt} onClose={() => setOpen(false)} />}
    </>
  )
}
