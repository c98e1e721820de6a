import { Link } from 'react-router'
import type { Post } from '#contract'
import { pluralize } from '../components/numbers.ts'
import { Name } from '../components/person-row.tsx'
import { RichText } from '../components/rich-text.tsx'
import { useThread } from '../state/comments.ts'

/** The newest two comments below a post in the feed. Reserves their height until they have loaded. */
export function FirstComments({ post }: { post: Post }) {
  const { items } = useThread(post.id)
  const shown = items
    .filter(comment => !comment.deletedAt)
    .slice(0, 2)
    .reverse()
  const room = Math.min(post.counts.comments, 2)
  return (
    <>
      {post.counts.comments > room && (
        <Link to={`/p/${post.id}`} className="mb-1 block text-sm text-quiet hover:underline">
          View all {pluralize(post.counts.comments, 'comment')}
        </Link>
      )}
      <ul aria-live="polite" className={`grid content-start gap-0.5 text-sm ${['', 'min-h-5', 'min-h-10.5'][room]}`}>
        {shown.map(comment => (
          <li key={comment.id} className="line-clamp-2 animate-rise">
            <Name user={comment.author} /> <RichText text={comment.text} entities={comment.entities} />
          </li>
        ))}
      </ul>
    </>
  )
}
