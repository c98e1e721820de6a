import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Post } from '#contract'
import { client } from '../client.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Spinner } from '../components/spinner.tsx'
import { Photo } from '../post/photo.tsx'
import { removeFromFeed } from '../state/feed.ts'
import { publishWithoutFailed } from '../state/pending-posts.ts'
import { usePost } from '../state/posts.ts'
import { toastError } from '../state/toasts.ts'

/** The user's own unpublished post: its photos are being processed, or one of them failed. */
export function PendingCard({ id }: { id: string }) {
  const post = usePost(id)
  const failed = post?.media.filter(each => each.status === 'failed') ?? []
  return (
    <section aria-label="Unpublished post" className="card border-b p-4 text-sm">
      <div role="status" className="flex items-center gap-3">
        {failed.length > 0 ? (
          <TriangleAlert size={20} aria-hidden className="shrink-0 text-rose" />
        ) : (
          <Spinner size={20} />
        )}
        <span className="min-w-0 flex-1 wrap-anywhere">
          {failed.length > 0
            ? `This post isn’t published. ${failed[0]?.failure ?? 'A photo couldn’t be processed.'}`
            : 'Processing your post. It will appear here when it’s ready.'}
        </span>
      </div>
      {post && failed.length > 0 && <FailedPost post={post} failed={failed.length} />}
    </section>
  )
}

function FailedPost({ post, failed }: { post: Post; failed: number }) {
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  const canPublish = failed < post.media.length || post.caption.trim() !== ''
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
        {canPublish && (
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
          <p>It hasn’t been published yet.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
