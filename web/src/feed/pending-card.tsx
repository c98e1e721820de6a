import { TriangleAlert } from 'lucide-react'
import { client } from '../client.ts'
import { Spinner } from '../parts/spinner.tsx'
import { removeFromFeed } from '../state/feed.ts'
import { usePost } from '../state/posts.ts'
import { complain } from '../state/toasts.ts'

/** One's own post on its way: being processed, or stopped by a photo that cannot be shown. */
export function PendingCard({ id }: { id: string }) {
  const post = usePost(id)
  const failure = post?.media.find(each => each.status === 'failed')?.failure
  const remove = () => client.call('posts.delete', { postId: id }).then(() => removeFromFeed(id), complain)
  return (
    <div role="status" className="card flex items-center gap-3 border-b p-4 text-sm">
      {failure ? <TriangleAlert size={20} className="shrink-0 text-rose" /> : <Spinner size={20} />}
      <span className="min-w-0 flex-1">
        {failure
          ? `A photo could not be processed: ${failure}`
          : 'Your post is being processed. It appears here when it is ready.'}
      </span>
      {failure && (
        <button type="button" className="btn-quiet" onClick={remove}>
          Delete
        </button>
      )}
    </div>
  )
}
