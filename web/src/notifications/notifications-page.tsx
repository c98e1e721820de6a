import { Bell } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Notification } from '#contract'
import { Empty } from '../components/empty.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { useRequests } from '../state/follow-requests.ts'
import {
  loadMoreNotifications,
  loadNotifications,
  markRead,
  notifications,
  renewNotifications,
} from '../state/notifications.ts'
import { useStore } from '../state/store.ts'
import { useTitle } from '../state/title.ts'
import { FollowRequests } from './follow-requests.tsx'
import { NotificationRow } from './notification-row.tsx'

export function NotificationsPage() {
  const { items, cursor, unread } = useStore(notifications, now => now)
  const requests = useRequests()
  // Pending follow requests are shown at the top, with buttons.
  const shown = (items ?? []).filter(each => each.kind !== 'follow_request')
  // Viewing marks notifications as read, but new ones keep their dot until the page is left.
  const fresh = useRef(new Set<string>())
  for (const each of items ?? []) if (!each.readAt) fresh.current.add(each.id)
  const [failed, setFailed] = useState(false)
  const load = useCallback(() => {
    setFailed(false)
    loadNotifications().catch(() => setFailed(true))
  }, [])
  useEffect(load, [load])
  useTitle('Notifications')
  // biome-ignore lint/correctness/useExhaustiveDependencies: new notifications are read while the page is visible
  useEffect(() => {
    const read = () => document.visibilityState === 'visible' && markRead()
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [items, unread])

  return (
    <div className="mx-auto max-w-[36rem] px-4 pt-5 md:px-6 md:pt-8">
      <h1 className="mb-4 text-2xl font-semibold">Notifications</h1>
      <FollowRequests />
      {!items && <LoadState failed={failed} onRetry={load} />}
      {items && shown.length === 0 && !requests?.length && (
        <Empty icon={Bell} title="No notifications yet">
          <p>Likes, comments and new followers appear here.</p>
        </Empty>
      )}
      {[...sections(shown)].map(([title, some]) => (
        <section key={title} aria-label={title} className="mb-6">
          <h2 className="mb-1 text-sm font-semibold text-quiet">{title}</h2>
          <ul>
            {some.map(each => (
              <NotificationRow
                key={each.id}
                notification={each}
                isNew={fresh.current.has(each.id)}
                onExpired={renewNotifications}
              />
            ))}
          </ul>
        </section>
      ))}
      {items && cursor && <LoadMore onMore={loadMoreNotifications} at={items.length} />}
    </div>
  )
}

const DAY = 24 * 60 * 60 * 1000

function sections(items: Notification[]): Map<string, Notification[]> {
  const midnight = new Date().setHours(0, 0, 0, 0)
  const titleOf = ({ createdAt }: Notification) => {
    const at = Date.parse(createdAt)
    if (at >= midnight) return 'Today'
    return at >= midnight - 6 * DAY ? 'This week' : 'Earlier'
  }
  const found = new Map<string, Notification[]>()
  for (const each of items) found.set(titleOf(each), [...(found.get(titleOf(each)) ?? []), each])
  return found
}
