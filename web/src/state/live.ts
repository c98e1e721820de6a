import type { Status } from '#client'
import { client } from '../client.ts'
import { loadConversations, noteMarks, noteMessage, putConversation } from './conversations.ts'
import { addToFeed, checkPending, feed, refreshFeed, removeFromFeed } from './feed.ts'
import { addNotification, loadNotifications, loadUnread, noteRead, notifications } from './notifications.ts'
import { showOwnPhoto } from './own-photo.ts'
import { noteCounts, noteProfile, reloadProfiles, watchProfilesAgain } from './profiles.ts'
import { noteRelation } from './relations.ts'
import { loadRequests, requests } from './requests.ts'
import { loadMe, me, noteEnd, noteStage } from './session.ts'
import { createStore, forgetAll } from './store.ts'
import { tellThreads } from './thread.ts'
import { complain, toast } from './toasts.ts'
import { startWatching } from './watches.ts'

export const connection = createStore<Status>('offline')

/** Brings what happens elsewhere into the stores, for as long as the page is open. */
export function startLive() {
  client.onStatus(connection.set)
  client.on('signedOut', () => {
    noteEnd()
    forgetAll()
    noteStage()
  })
  client.on('joined', ({ namespace }) => void reload[namespace]?.().catch(() => undefined))
  client.on('reset', ({ stream }) => void reload[stream]?.().catch(complain))
  client.on('voided', ({ stream }) => reloadSoon(stream))

  client.on('feed.post', ({ post }) => (feed.get().pending.includes(post.id) ? checkPending() : addToFeed(post)))
  client.on('feed.removed', ({ postId }) => removeFromFeed(postId))
  client.on('message.received', ({ message }) => {
    noteMessage(message)
    tellThreads(message)
  })
  client.on('conversation.changed', ({ conversation }) => putConversation(conversation))
  client.on('conversation.marks', noteMarks)
  client.on('notification.created', created => {
    addNotification(created)
    if (created.notification.kind === 'follow_request' && requests.get()) loadRequests().catch(() => undefined)
  })
  client.on('notification.read', noteRead)
  client.on('follow.changed', ({ user, relation }) => {
    noteRelation(user.username, relation)
    void refreshFeed()
    void reloadProfiles()
  })
  client.on('profile.counts', noteCounts)
  client.on('account.changed', ({ user }) => {
    showOwnPhoto(null)
    me.set(now => now && { ...now, ...user })
    noteProfile(user)
    loadMe().catch(() => undefined)
  })
  client.on('media.ready', ({ media }) => {
    if (media.status === 'failed') {
      toast(media.failure ?? 'A photo could not be processed.', 'error')
      showOwnPhoto(null)
    }
    void checkPending()
  })
  startWatching()
}

const waiting = new Set<string>()

/** Loads a namespace's state anew, once for all that comes within a moment: one block hides many things. */
function reloadSoon(namespace: string) {
  if (waiting.has(namespace)) return
  waiting.add(namespace)
  setTimeout(() => {
    waiting.delete(namespace)
    reload[namespace]?.().catch(() => undefined)
  }, 500)
}

/** What each namespace's state is loaded with: on joining, when its log no longer reaches back far enough, when something is hidden. */
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
