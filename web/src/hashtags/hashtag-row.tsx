import { Hash } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Hashtag } from '#contract'
import { pluralize } from '../components/numbers.ts'

/** A hashtag in a list, with a link to its page. */
export const HashtagRow = ({ hashtag: { tag, counts }, children }: { hashtag: Hashtag; children?: ReactNode }) => (
  <div className="flex min-w-0 items-center gap-3 py-1.5">
    <Link to={`/tags/${encodeURIComponent(tag)}`} className="flex min-w-0 flex-1 items-center gap-3">
      <span className="grid size-10 shrink-0 place-items-center rounded-full border-2 border-line text-quiet">
        <Hash size={18} aria-hidden />
      </span>
      <span className="min-w-0 leading-tight">
        <span className="block truncate text-sm font-semibold" dir="auto">
          #{tag}
        </span>
        <span className="block text-sm text-quiet">{pluralize(counts.posts, 'post')}</span>
      </span>
    </Link>
    {children}
  </div>
)
