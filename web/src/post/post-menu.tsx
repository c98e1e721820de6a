import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Post } from '#contract'
import { client } from '../client.ts'
import { copyLink } from '../components/clipboard.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Dialog } from '../components/dialog.tsx'
import { reloadKept } from '../kept/kept-lists.ts'
import { ReportDialog } from '../safety/report-dialog.tsx'
import { removeFromFeed, removeId } from '../state/feed.ts'
import { loadPost, removeOwnTag } from '../state/posts.ts'
import { useMe } from '../state/session.ts'
import { toast, toastError } from '../state/toasts.ts'
import { EditDialog } from './edit-dialog.tsx'
import { useDeletedNotice } from './use-deleted-notice.ts'

export function PostMenu({ post }: { post: Post }) {
  const [open, setOpen] = useState<'menu' | 'edit' | 'delete' | 'report' | 'untag' | null>(null)
  useDeletedNotice(post.id, open !== null)
  const me = useMe()
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const mine = me?.id === post.author.id

  async function remove() {
    setOpen(null)
    try {
      await client.call('posts.delete', { postId: post.id })
      if (pathname.startsWith('/p/')) await navigate('/', { replace: true })
      removeFromFeed(post.id)
      toast('Post deleted. You can restore it for 30 days.', 'plain', restore)
      await reloadKept()
    } catch (error) {
      toastError(error)
    }
  }
  async function act(what: () => Promise<unknown>, done: string, undo?: () => unknown) {
    setOpen(null)
    try {
      await what()
      toast(done, 'plain', undo)
      await Promise.all([loadPost(post.id), reloadKept()])
    } catch (error) {
      toastError(error)
    }
  }
  const about = { postId: post.id }
  const pin = () =>
    post.pinned
      ? act(() => client.call('posts.unpin', about), 'Post unpinned.')
      : act(() => client.call('posts.pin', about), 'Pinned to your profile.')
  const restore = () => act(() => client.call('posts.restore', about), 'Post restored.')
  const unarchive = () => act(() => client.call('posts.unarchive', about), 'Back on your profile.')
  async function archive() {
    const hide = async () => {
      await client.call('posts.archive', about)
      removeId(post.id)
    }
    await act(hide, 'Post archived. Only you see it.', unarchive)
  }
  async function untag() {
    setOpen(null)
    if (await removeOwnTag(post.id)) toast('You’re no longer tagged.')
  }
  function copy() {
    setOpen(null)
    void copyLink(`/p/${post.id}`)
  }

  return (
    <>
      <button
        type="button"
        aria-label="Post options"
        aria-haspopup="dialog"
        className="icon-btn -mr-2"
        onClick={() => setOpen('menu')}
      >
        <Ellipsis size={20} aria-hidden />
      </button>
      {open === 'menu' && (
        <Dialog label="Post options" onClose={() => setOpen(null)}>
          {mine && (
            <button type="button" className="menu-item font-semibold text-rose" onClick={() => setOpen('delete')}>
              Delete
            </button>
          )}
          {mine && (
            <button type="button" className="menu-item" onClick={() => setOpen('edit')}>
              Edit
            </button>
          )}
          {mine && post.status === 'published' && (
            <button type="button" className="menu-item" onClick={pin}>
              {post.pinned ? 'Unpin from profile' : 'Pin to profile'}
            </button>
          )}
          {mine && (post.status === 'published' || post.status === 'archived') && (
            <button type="button" className="menu-item" onClick={post.status === 'archived' ? unarchive : archive}>
              {post.status === 'archived' ? 'Unarchive' : 'Archive'}
            </button>
          )}
          {me && post.tagged.some(tag => tag.user.id === me.id) && (
            <button type="button" className="menu-item" onClick={() => setOpen('untag')}>
              Remove me from this post
            </button>
          )}
          {me && !mine && (
            <button type="button" className="menu-item font-semibold text-rose" onClick={() => setOpen('report')}>
              Report
            </button>
          )}
          <button type="button" className="menu-item" onClick={copy}>
            Copy link
          </button>
          {pathname !== `/p/${post.id}` && (
            <button type="button" className="menu-item" onClick={() => navigate(`/p/${post.id}`)}>
              Go to post
            </button>
          )}
          <button type="button" className="menu-item text-quiet" onClick={() => setOpen(null)}>
            Cancel
          </button>
        </Dialog>
      )}
      {open === 'edit' && <EditDialog post={post} onClose={() => setOpen(null)} />}
      {open === 'delete' && (
        <ConfirmDialog title="Delete post?" action="Delete" onConfirm={remove} onClose={() => setOpen(null)}>
          <p>Nobody sees it any more, with its photos, likes and comments. You can restore it for 30 days.</p>
        </ConfirmDialog>
      )}
      {open === 'untag' && (
        <ConfirmDialog title="Remove your tag?" action="Remove" onConfirm={untag} onClose={() => setOpen(null)}>
          <p>The post no longer shows that you’re in it, and nobody can tag you in it again.</p>
        </ConfirmDialog>
      )}
      {open === 'report' && <ReportDialog kind="post" id={post.id} onClose={() => setOpen(null)} />}
    </>
  )
}
