import { Send } from 'lucide-react'
import { useState } from 'react'
import type { Post } from '#contract'
import { compactNumber, pluralize } from '../components/numbers.ts'
import { ShareDialog } from './share-dialog.tsx'

/** Opens the dialog in which a post is shared; shows how often it has been. */
export function ShareButton({ post }: { post: Post }) {
  const [open, setOpen] = useState(false)
  const { shares } = post.counts
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={`Share, ${pluralize(shares, 'share')}`}
        className="flex h-10 items-center gap-2 rounded-full px-2 hover:text-quiet"
        onClick={() => setOpen(true)}
      >
        <Send size={24} strokeWidth={1.9} aria-hidden />
        {shares > 0 && (
          <span className="min-w-2 text-left text-sm font-semibold text-ink tabular-nums">{compactNumber(shares)}</span>
        )}
      </button>
      {open && <ShareDialog post={post} onClose={() => setOpen(false)} />}
    </>
  )
}
