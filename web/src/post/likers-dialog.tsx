import type { User } from '#contract'
import { client } from '../client.ts'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { PersonRow } from '../components/person-row.tsx'
import { usePages } from '../hooks/use-pages.ts'
import { useDeletedNotice } from './use-deleted-notice.ts'

/** The users who like a post: first those whom the viewer follows, each newest first. */
export function LikersDialog({ postId, onClose }: { postId: string; onClose: () => void }) {
  useDeletedNotice(postId, true)
  const { items, more, failed, reload } = usePages<User>(postId, at => client.call('posts.likers', { postId, ...at }))
  return (
    <Dialog label="Likes" onClose={onClose}>
      <DialogTitle title="Likes" onClose={onClose} />
      <div className="h-[min(26rem,60dvh)] overflow-y-auto px-4 py-2">
        {!items && <LoadState failed={failed} onRetry={reload} />}
        {items?.length === 0 && <p className="py-10 text-center text-quiet">No likes yet.</p>}
        <ul aria-label="Likes">
          {items?.map(user => (
            <li key={user.id}>
              <PersonRow user={user} onVisit={onClose} />
            </li>
          ))}
        </ul>
        {items && more && <LoadMore onMore={more} at={items.length} />}
      </div>
    </Dialog>
  )
}
