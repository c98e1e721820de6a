import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Post } from '#contract'
import { client } from '../client.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Spinner } from '../components/spinner.tsx'
import { Photo } from '../post/photo.tsx'
import { publishWithoutFailed, removeFromFeed } from '../state/feed.ts'
import { usePost } from '../state/posts.ts'
import { toastError } from '../state/toasts.ts'

/** One's own post on its way: being processed, or stopped by a photo that cannot be shown. */
export function PendingCard({ id }: { id: string }) {
  const post = usePost(id)
  const failed = post?.media.filter(each => each.status === 'failed') ?? []
  return (
    <section aria-label="Post that is not published yet" className="card border-b p-4 text-sm">
      <div role="status" className="flex items-center gap-3">
        {failed.length > 0 ? (
          <TriangleAlert size={20} aria-hidden className="shrink-0 text-rose" />
        ) : (
          <Spinner size={20} />
        )}
        <span className="min-w-0 flex-1 wrap-anywhere">
          {failed.length > 0
            ? `This post is not published. ${failed[0]?.failure ?? 'A photo could not be processed.'}`
            : 'Your post is being processed. It appears here when it is ready.'}
        </span>
      </div>
      {post && failed.length > 0 && <FailedPost post={post} failed={failed.length} />}
    </section>
  )
}

/** What it consists of, and what its author can do about it. */
function FailedPost({ post, failed }: { post: Post; failed: number }) {
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const isSomethingLeft = failed < post.media.length || post.caption.trim() !== ''
  async function act(what: () => Promise<void>) {
    setAsking(false)
    setBusy(true)
    await what().catch(toastError)
    setBusy(false)
  }
  const publish = () => act(() => publishWithoutFailed(post))
  const remove = () =>
    act(async () => {
      await client.call('posts.delete', { postId: post.id })
      removeFromFeed(post.id)
    })
  return (
    <>
      {post.caption && <p className="mt-3 line-clamp-2 wrap-anywhere whitespace-pre-wrap">{post.caption}</p>}
      <ul aria-label="Photos" className="mt-3 flex flex-wrap gap-2">
        {post.media.map(each => (
          <li key={each.id} className="size-16 overflow-hidden rounded-lg">
            <Photo media={each} sizes="64px" />
          </li>
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap gap-2">
        {isSomethingLeft && (
          <button type="button" className="btn-sun" disabled={busy} onClick={publish}>
            {failed === 1 ? 'Remove photo and publish' : `Remove ${failed} photos and publish`}
          </button>
        )}
        <button type="button" className="btn-quiet" disabled={busy} onClick={() => setAsking(true)}>
          Delete
        </button>
      </div>
      {asking && (
        <ConfirmDialog title="Delete post?" action="Delete" onConfirm={remove} onClose={() => setAsking(false)}>
          <p>It has not been published yet.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
