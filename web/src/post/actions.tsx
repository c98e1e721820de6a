import { EyeOff, Heart, MessageCircle } from 'lucide-react'
import { useState } from 'react'
import type { Post } from '#contract'
import { SaveMenu } from '../collections/save-menu.tsx'
import { compactNumber, pluralize } from '../components/numbers.ts'
import { ShareButton } from '../sharing/share-button.tsx'
import { setLiked } from '../state/posts.ts'
import { LikersDialog } from './likers-dialog.tsx'

/** Like, comment, share and save, with live counts. */
export function Actions({ post, onComment }: { post: Post; onComment: () => void }) {
  const { liked } = post.viewer
  const [showing, setShowing] = useState(false)
  return (
    <div className="-mx-2 flex items-center gap-1 pt-1.5">
      <button
        type="button"
        aria-pressed={liked}
        aria-label={`${liked ? 'Unlike' : 'Like'}, ${pluralize(post.counts.likes, 'like')}`}
        className={`flex h-10 items-center rounded-full px-2 hover:text-quiet ${liked ? 'text-rose hover:text-rose' : ''}`}
        onClick={() => setLiked(post.id, !liked)}
      >
        <Heart
          key={String(liked)}
          size={25}
          strokeWidth={1.9}
          fill={liked ? 'currentColor' : 'none'}
          className={liked ? 'animate-pop' : ''}
          aria-hidden
        />
      </button>
      {post.counts.likes > 0 && (
        <button
          type="button"
          aria-label={`${pluralize(post.counts.likes, 'like')}: see who`}
          className="-ml-2 h-10 min-w-8 rounded-full pr-2 text-left hover:underline"
          onClick={() => setShowing(true)}
        >
          <Count value={post.counts.likes} />
        </button>
      )}
      {post.likesHidden && (
        <EyeOff size={16} role="img" aria-label="The number of likes is hidden" className="-ml-1 text-quiet" />
      )}
      {showing && <LikersDialog postId={post.id} onClose={() => setShowing(false)} />}
      <button
        type="button"
        aria-label={`Comment, ${pluralize(post.counts.comments, 'comment')}`}
        className="flex h-10 items-center gap-2 rounded-full px-2 hover:text-quiet"
        onClick={onComment}
      >
        <MessageCircle size={25} strokeWidth={1.9} className="-scale-x-100" aria-hidden />
        <Count value={post.counts.comments} />
      </button>
      {post.status === 'published' && <ShareButton post={post} />}
      <SaveMenu post={post} />
    </div>
  )
}

const Count = ({ value }: { value: number }) =>
  value > 0 && (
    <span className="min-w-2 text-left text-sm font-semibold text-ink tabular-nums">{compactNumber(value)}</span>
  )
