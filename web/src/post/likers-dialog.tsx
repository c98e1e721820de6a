import type { User } from '#contract'
import { client } from '../client.ts'
import { Dialog, DialogTitle } from '../parts/dialog.tsx'
import { MoreBelow } from '../parts/more-below.tsx'
import { PersonRow } from '../parts/person.tsx'
import { NotYet } from '../parts/unreachable.tsx'
import { usePages } from '../parts/use-pages.ts'
import { useToldGone } from './use-told-gone.ts'

/** Who likes a post, newest first. */
export function LikersDialog({ postId, onClose }: { postId: string; onClose: () => void }) {
  useToldGone(postId, true)
  const { items, more, failed, reload } = usePages<User>(postId, at => client.call('posts.likers', { postId, ...at }))
  return (
    <Dialog label="Likes" onClose={onClose}>
      <DialogTitle title="Likes" onClose={onClose} />
      <div className="h-[min(26rem,60dvh)] overflow-y-auto px-4 py-2">
        {!items && <NotYet failed={failed} onRetry={reload} />}
        {items?.length === 0 && <p className="py-10 text-center text-quiet">No likes yet.</p>}
        <ul aria-label="Likes">
          {items?.map(user => (
            <li key={user.id}>
              <PersonRow user={user} onVisit={onClose} />
            </li>
          ))}
        </ul>
        {items && more && <MoreBelow onMore={more} at={items.length} />}
      </div>
    </Dialog>
  )
}
