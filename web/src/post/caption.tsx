import { useState } from 'react'
import type { Post } from '#contract'
import { Name } from '../components/person-row.tsx'
import { RichText } from '../components/rich-text.tsx'

/** The caption, collapsed after a few lines. In a post without photos it is the content, and larger. */
export function Caption({ post, whole = false }: { post: Post; whole?: boolean }) {
  const [open, setOpen] = useState(whole)
  if (!post.caption) return null
  const long = !open && (post.caption.length > 180 || post.caption.split('\n').length > 4)
  if (post.media.length === 0) {
    return (
      <p className="font-mark py-2 text-xl leading-snug whitespace-pre-wrap">
        <RichText text={post.caption} entities={post.entities} />
      </p>
    )
  }
  return (
    <div className="pt-0.5">
      <p className={`whitespace-pre-wrap ${long ? 'line-clamp-3' : ''}`}>
        <Name user={post.author} /> <RichText text={post.caption} entities={post.entities} />
      </p>
      {long && (
        <button type="button" className="text-sm text-quiet hover:underline" onClick={() => setOpen(true)}>
          more
        </button>
      )}
    </div>
  )
}
