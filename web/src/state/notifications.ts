import type { Notification, PayloadOf } from '#contract'
import { client } from '../client.ts'
import { withFirstPage, withNextPage } from './page.ts'
import { createStore } from './store.ts'
import { toastError } from './toasts.ts'

/** `cursor` is the cursor of older notifications; null at the end. */
type Notifications = { items: Notification[] | null; cursor: string | null; unread: number }

export const notifications = createStore<Notifications>({ items: null, cursor: null, unread: 0 })

export async function loadUnread() {
  const { unread } = await client.call('notifications.unread', {})
  notifications.set(now => ({ ...now, unread }))
}

export async function loadNotifications() {
  const page = await client.call('notifications.list', {})
  notifications.set(now => {
    const known = now.items && { items: now.items, nextCursor: now.cursor }
    const { items, nextCursor } = withFirstPage(known, page)
    return { ...now, items, cursor: nextCursor }
  })
}

let renewing = false

/** Reloads expired image URLs, once for all that fail together. */
export function renewNotifications() {
  if (renewing) return
  renewing = true
  const end = () => {
    renewing = false
  }
  loadNotifications().then(end, end)
}

export async function loadMoreNotifications() {
  const { cursor } = notifications.get()
  if (!cursor) return
  const page = await client.call('notifications.list', { cursor })
  notifications.set(now => {
    const { items, nextCursor } = withNextPage({ items: now.items ?? [], nextCursor: now.cursor }, cursor, page)
    return { ...now, items, cursor: nextCursor }
  })
}

export function addNotification({ notification, unread }: PayloadOf<'notification.created'>) {
  notifications.set(now => ({
    ...now,
    unread,
    items: now.items && [notification, ...now.items.filter(each => each.id !== notification.id)],
  }))
}

export function applyRead({ upTo, unread }: PayloadOf<'notification.read'>) {
  const read = (each: Notification) => (each.readAt || each.createdAt > upTo ? each : { ...each, readAt: upTo })
  notifications.set(now => ({ ...now, unread, items: now.items?.map(read) ?? null }))
}

/** Marks all shown notifications as read, on every device. */
export function markRead() {
  const { items, unread } = notifications.get()
  const newest = items
    ?.map(each => each.createdAt)
    .sort()
    .at(-1)
  if (!newest || unread === 0) return
  client
    .call('notifications.read', { upTo: newest })
    .then(result => notifications.set(now => ({ ...now, unread: result.unread })))
    .catch(toastError)
}
