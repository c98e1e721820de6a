import type { Status } from '#client'
import { client } from '../client.ts'
import { applyMarks, applyMessage, loadConversations, putConversation } from './conversations.ts'
import { addToFeed, feed, refreshFeed, removeFromFeed } from './feed.ts'
import { loadRequests, requests } from './follow-requests.ts'
import { addNotification, applyRead, loadNotifications, loadUnread, notifications } from './notifications.ts'
import { showOwnPhoto } from './own-photo.ts'
import { checkPending } from './pending-posts.ts'
import { applyCounts, applyProfile, reloadProfiles, watchProfilesAgain } from './profiles.ts'
import { queries } from './queries.ts'
import { setRelation } from './relations.ts'
import { loadMe, me, recordEnd, syncStage } from './session.ts'
import { createStore, resetStores } from './store.ts'
import { deliverMessage } from './thread.ts'
import { toast, toastError } from './toasts.ts'
import { startWatching } from './watches.ts'

export const connection = createStore<Status>('offline')

/** Applies events to the stores, for as long as the page is open. */
export function startLive() {
  client.onStatus(status => {
    if (status === 'connected' && connection.get() === 'reconnecting') void queries.invalidateQueries()
    connection.set(status)
  })
  client.on('signedOut', () => {
    recordEnd()
    resetStores()
    queries.clear()
    syncStage()
  })
  client.on('joined', ({ namespace }) => void reload[namespace]?.().catch(() => undefined))
  client.on('reset', ({ stream }) => void reload[stream]?.().catch(toastError))
  client.on('voided', ({ stream }) => reloadSoon(stream))

  client.on('feed.post', ({ post }) => (feed.get().pending.includes(post.id) ? checkPending() : addToFeed(post)))
  client.on('feed.removed', ({ postId }) => removeFromFeed(postId))
  client.on('message.received', ({ message }) => {
    applyMessage(message)
    deliverMessage(message)
  })
  client.on('conversation.changed', ({ conversation }) => putConversation(conversation))
  client.on('conversation.marks', applyMarks)
  client.on('notification.created', created => {
    addNotification(created)
    if (created.notification.kind === 'post_ready') void queries.invalidateQueries({ queryKey: ['kept'] })
    if (created.notification.kind === 'follow_request' && requests.get()) loadRequests().catch(() => undefined)
  })
  client.on('notification.read', applyRead)
  client.on('follow.changed', ({ user, relation }) => {
    setRelation(user.username, relation)
    void refreshFeed()
    void reloadProfiles()
  })
  client.on('profile.counts', applyCounts)
  client.on('account.changed', ({ user }) => {
    showOwnPhoto(null)
    me.set(now => now && { ...now, ...user })
    applyProfile(user)
    loadMe().catch(() => undefined)
  })
  client.on('media.ready', ({ media }) => {
    if (media.status === 'failed') {
      toast(media.failure ?? 'A photo couldn’t be processed.', 'error')
      showOwnPhoto(null)
    }
    void checkPending()
    // A draft or a scheduled post may show it.
    void queries.invalidateQueries({ queryKey: ['kept'] })
  })
  startWatching()
}

const waiting = new Set<string>()

/** Reloads a namespace's state, at most once within half a second: one block hides many things. */
function reloadSoon(namespace: string) {
  if (waiting.has(namespace)) return
  waiting.add(namespace)
  setTimeout(() => {
    waiting.delete(namespace)
    reload[namespace]?.().catch(() => undefined)
  }, 500)
}

/** Reloads each namespace's state: after joining, after a gap in its log, and when something became hidden. */
const reload: Record<string, () => Promise<unknown>> = {
  feed: refreshFeed,
  messages: loadConversations,
  users: () => Promise.all([loadMe(), checkPending(), watchProfilesAgain()]),
  notifications: () =>
    Promise.all([
      loadUnread(),
      notifications.get().items ? loadNotifications() : null,
      requests.get() ? loadRequests() : null,
    ]),
}
