import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Post } from '#contract'
import { client } from '../client.ts'
import { Dialog } from '../parts/dialog.tsx'
import { removeFromFeed } from '../state/feed.ts'
import { useMe } from '../state/session.ts'
import { complain, toast } from '../state/toasts.ts'

const item = 'block w-full border-t border-line px-4 py-3.5 text-center first:border-t-0 hover:bg-wash'

export function PostMenu({ post }: { post: Post }) {
  const [open, setOpen] = useState<'menu' | 'delete' | null>(null)
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
      toast('Post deleted.')
    } catch (error) {
      complain(error)
    }
  }
  async function copy() {
    setOpen(null)
    await navigator.clipboard.writeText(`${location.origin}/p/${post.id}`).then(
      () => toast('Link copied.'),
      () => toast('The link could not be copied.', 'error'),
    )
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
            <button type="button" className={`${item} font-semibold text-rose`} onClick={() => setOpen('delete')}>
              Delete
            </button>
          )}
          <button type="button" className={item} onClick={copy}>
            Copy link
          </button>
          <button type="button" className={item} onClick={() => navigate(`/p/${post.id}`)}>
            Go to post
          </button>
          <button type="button" className={`${item} text-quiet`} onClick={() => setOpen(null)}>
            Cancel
          </button>
        </Dialog>
      )}
      {open === 'delete' && (
        <Dialog label="Delete post?" onClose={() => setOpen(null)}>
          <div className="px-6 pt-6 pb-5 text-center">
            <h2 className="text-lg font-semibold">Delete post?</h2>
            <p className="mt-1 text-quiet">Its photos, likes and comments go with it.</p>
          </div>
          <button type="button" className={`${item} font-semibold text-rose`} onClick={remove}>
            Delete
          </button>
          <button type="button" className={item} onClick={() => setOpen(null)}>
            Cancel
          </button>
        </Dialog>
      )}
    </>
  )
}
