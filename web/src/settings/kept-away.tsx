import { Ban, BellOff, type LucideIcon } from 'lucide-react'
import type { User } from '#contract'
import { client } from '../client.ts'
import { Empty } from '../parts/empty.tsx'
import { MoreBelow } from '../parts/more-below.tsx'
import { PersonRow } from '../parts/person.tsx'
import { NotYet } from '../parts/unreachable.tsx'
import { usePages } from '../parts/use-pages.ts'
import { setBlocked, setMuted } from '../state/keep-away.ts'

export const Blocked = () => (
  <List
    operation="users.blocked"
    icon={Ban}
    none="You have blocked nobody"
    meaning="Neither of you sees the other anywhere. They are not told."
    action="Unblock"
    release={user => setBlocked(user.username, false)}
  />
)

export const Muted = () => (
  <List
    operation="users.muted"
    icon={BellOff}
    none="You have muted nobody"
    meaning="Their posts stay out of your feed, and what they do out of your notifications. They cannot tell."
    action="Unmute"
    release={user => setMuted(user.username, false)}
  />
)

type ListProps = {
  operation: 'users.blocked' | 'users.muted'
  icon: LucideIcon
  none: string
  meaning: string
  action: string
  release: (user: User) => Promise<boolean>
}

function List({ operation, icon, none, meaning, action, release }: ListProps) {
  const { items, more, drop, failed, reload } = usePages<User>(operation, at => client.call(operation, at))
  if (!items) return <NotYet failed={failed} onRetry={reload} />
  if (items.length === 0) {
    return (
      <Empty icon={icon} title={none}>
        <p>{meaning}</p>
      </Empty>
    )
  }
  return (
    <>
      <p className="mb-3 text-sm text-quiet">{meaning}</p>
      <ul>
        {items.map(user => (
          <li key={user.id}>
            <PersonRow user={user}>
              <button
                type="button"
                className="btn-quiet"
                aria-label={`${action}: ${user.username}`}
                onClick={async () => (await release(user)) && drop(user.id)}
              >
                {action}
              </button>
            </PersonRow>
          </li>
        ))}
      </ul>
      {more && <MoreBelow onMore={more} at={items.length} />}
    </>
  )
}
