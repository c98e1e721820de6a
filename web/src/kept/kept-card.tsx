import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Post } from '#contract'
import { client } from '../client.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { formatDate } from '../components/format-date.ts'
import { EditDialog } from '../post/edit-dialog.tsx'
import { Photo } from '../post/photo.tsx'
import { loadPost } from '../state/posts.ts'
import { toast, toastError } from '../state/toasts.ts'
import { reloadKept } from './kept-lists.ts'
import { describeInstant, ownZone } from './local-time.ts'
import { ScheduleDialog } from './schedule-dialog.tsx'

type KeptCardProps = { post: Post; onExpired: () => void }

/** One of the viewer's posts that nobody else sees, and what can be done with it. */
export function KeptCard({ post, onExpired }: KeptCardProps) {
  const [open, setOpen] = useState<'edit' | 'schedule' | 'delete' | null>(null)
  const { mutate, isPending } = useMutation({
    mutationFn: ({ act }: { act: () => Promise<unknown>; done: string }) => act(),
    onSuccess: (_, { done }) => toast(done),
    onError: toastError,
    onSettled: reloadKept,
  })
  const { id: postId } = post
  const close = () => {
    setOpen(null)
    void reloadKept()
  }
  const acts = {
    publish: () => mutate({ act: () => client.call('posts.publish', { postId }), done: 'Post published.' }),
    unschedule: () =>
      mutate({ act: () => client.call('posts.edit', { postId, publishAt: null }), done: 'Moved to your drafts.' }),
    unarchive: () => mutate({ act: () => client.call('posts.unarchive', { postId }), done: 'Back on your profile.' }),
    restore: () =>
      mutate({
        act: () => client.call('posts.restore', { postId }).then(() => loadPost(postId)),
        done: 'Post restored.',
      }),
    remove() {
      setOpen(null)
      mutate({ act: () => client.call('posts.delete', { postId }), done: 'Post deleted.' })
    },
  }
  const first = post.media[0]
  const failed = post.media.find(media => media.status === 'failed')
  const isUnpublished = post.status === 'draft' || post.status === 'scheduled'
  const words = post.caption || (first ? 'Without a caption' : 'Empty')
  return (
    <li aria-label={words} className="rounded-2xl border border-line p-3 text-sm">
      <div className="flex gap-3">
        {first && (
          <div className="size-20 shrink-0 overflow-hidden rounded-lg">
            <Photo media={first} sizes="80px" onExpired={onExpired} />
          </div>
        )}
        <div className="min-w-0 flex-1">
          <p className={`line-clamp-3 wrap-anywhere whitespace-pre-wrap ${post.caption ? '' : 'text-quiet'}`}>
            {words}
          </p>
          <p className="mt-1 text-xs text-quiet">{standingOf(post)}</p>
          {failed && <p className="mt-1 text-xs text-rose">{failed.failure ?? 'A photo couldn’t be processed.'}</p>}
        </div>
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        {post.deletedAt ? (
          <Act words="Restore" busy={isPending} onClick={acts.restore} main />
        ) : (
          <>
            {isUnpublished && <Act words="Edit" busy={isPending} onClick={() => setOpen('edit')} />}
            {post.status === 'draft' && <Act words="Schedule" busy={isPending} onClick={() => setOpen('schedule')} />}
            {post.status === 'scheduled' && (
              <>
                <Act words="Change time" busy={isPending} onClick={() => setOpen('schedule')} />
                <Act words="Move to drafts" busy={isPending} onClick={acts.unschedule} />
              </>
            )}
            {isUnpublished && <Act words="Publish now" busy={isPending} onClick={acts.publish} main />}
            {post.status === 'archived' && (
              <>
                <Link to={`/p/${postId}`} className="btn-quiet">
                  View
                </Link>
                <Act words="Unarchive" busy={isPending} onClick={acts.unarchive} main />
              </>
            )}
            <Act words="Delete" busy={isPending} onClick={() => setOpen('delete')} />
          </>
        )}
      </div>
      {open === 'edit' && <EditDialog post={post} onClose={close} />}
      {open === 'schedule' && <ScheduleDialog post={post} onClose={close} />}
      {open === 'delete' && (
        <ConfirmDialog title="Delete post?" action="Delete" onConfirm={acts.remove} onClose={() => setOpen(null)}>
          <p>You can restore it for 30 days.</p>
        </ConfirmDialog>
      )}
    </li>
  )
}

type ActProps = { words: string; busy: boolean; onClick: () => void; main?: boolean }

const Act = ({ words, busy, onClick, main = false }: ActProps) => (
  <button type="button" className={main ? 'btn-sun' : 'btn-quiet'} disabled={busy} onClick={onClick}>
    {words}
  </button>
)

const KEPT_MS = 30 * 24 * 3_600_000

/** Where a post stands, and until when. */
function standingOf({ status, deletedAt, publishAt, publishedAt, createdAt }: Post): string {
  if (deletedAt) return `Deleted ${formatDate(deletedAt)}. Erased ${erasedOn(deletedAt)}.`
  if (publishAt && status === 'scheduled') return `Scheduled for ${describeInstant(new Date(publishAt), ownZone())}`
  if (status === 'archived' && publishedAt) return `Published ${formatDate(publishedAt)}`
  return `Started ${formatDate(createdAt)}`
}

const erasedOn = (deletedAt: string) => formatDate(new Date(Date.parse(deletedAt) + KEPT_MS).toISOString())
