import { Ban, BellOff, type LucideIcon } from 'lucide-react'
import type { User } from '#contract'
import { client } from '../client.ts'
import { Empty } from '../components/empty.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { PersonRow } from '../components/person-row.tsx'
import { usePages } from '../hooks/use-pages.ts'
import { setBlocked, setMuted } from '../state/block-and-mute.ts'

export const Blocked = () => (
  <List
    operation="users.blocked"
    icon={Ban}
    emptyTitle="You haven’t blocked anyone"
    description="You can’t see each other anywhere on Heliograph. We don’t tell them."
    action="Unblock"
    undo={user => setBlocked(user.username, false)}
  />
)

export const Muted = () => (
  <List
    operation="users.muted"
    icon={BellOff}
    emptyTitle="You haven’t muted anyone"
    description="You don’t see their posts in your feed or their activity in your notifications. We don’t tell them."
    action="Unmute"
    undo={user => setMuted(user.username, false)}
  />
)

type ListProps = {
  operation: 'users.blocked' | 'users.muted'
  icon: LucideIcon
  emptyTitle: string
  description: string
  action: string
  undo: (user: User) => Promise<boolean>
}

function List({ operation, icon, emptyTitle, description, action, undo }: ListProps) {
  const { items, more, drop, failed, reload } = usePages<User>(operation, at => client.call(operation, at))
  if (!items) return <LoadState failed={failed} onRetry={reload} />
  if (items.length === 0) {
    return (
      <Empty icon={icon} title={emptyTitle}>
        <p>{description}</p>
      </Empty>
    )
  }
  return (
    <>
      <p className="mb-3 text-sm text-quiet">{description}</p>
      <ul>
        {items.map(user => (
          <li key={user.id}>
            <PersonRow user={user}>
              <button
                type="button"
                className="btn-quiet"
                aria-label={`${action}: ${user.username}`}
                onClick={async () => (await undo(user)) && drop(user.id)}
              >
                {action}
              </button>
            </PersonRow>
          </li>
        ))}
      </ul>
      {more && <LoadMore onMore={more} at={items.length} />}
    </>
  )
}
