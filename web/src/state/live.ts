import type { Status } from '#client'
import { client } from '../client.ts'
import { loadConversations, noteMarks, noteMessage, putConversation } from './conversations.ts'
import { addToFeed, checkPending, feed, refreshFeed, removeFromFeed } from './feed.ts'
import { addNotification, loadNotifications, loadUnread, noteRead, notifications } from './notifications.ts'
import { noteRelation } from './relations.ts'
import { loadMe, noteStage } from './session.ts'
import { createStore, forgetAll } from './store.ts'
import { tellThreads } from './thread.ts'
import { complain, toast } from './toasts.ts'
import { startWatching } from './watches.ts'

export const connection = createStore<Status>('offline')

/** Brings what happens elsewhere into the stores, for as long as the page is open. */
export function startLive() {
  client.onStatus(connection.set)
  client.on('signedOut', () => {
    forgetAll()
    noteStage()
  })
  client.on('joined', ({ namespace }) => void reload[namespace]?.().catch(() => undefined))
  client.on('reset', ({ stream }) => void reload[stream]?.().catch(complain))

  client.on('feed.post', ({ post }) => (feed.get().pending.includes(post.id) ? checkPending() : addToFeed(post)))
  client.on('feed.removed', ({ postId }) => removeFromFeed(postId))
  client.on('message.received', ({ message }) => {
    noteMessage(message)
    tellThreads(message)
  })
  client.on('conversation.changed', ({ conversation }) => putConversation(conversation))
  client.on('conversation.marks', noteMarks)
  client.on('notification.created', addNotification)
  client.on('notification.read', noteRead)
  client.on('follow.changed', ({ user, relation }) => {
    noteRelation(user.username, relation)
    void refreshFeed()
  })
  client.on('media.ready', ({ media }) => {
    if (media.status === 'failed') toast(media.failure ?? 'A photo could not be processed.', 'error')
    void checkPending()
  })
  startWatching()
}

/** What each namespace's state is loaded with: on joining, and when its log no longer reaches back far enough. */
const reload: Record<string, () => Promise<unknown>> = {
  feed: refreshFeed,
  messages: loadConversations,
  users: () => Promise.all([loadMe(), checkPending()]),
  notifications: () => Promise.all([loadUnread(), notifications.get().items ? loadNotifications() : null]),
}
