import { client } from '../client.ts'
import { loadConversations } from './conversations.ts'
import { reloadFeed } from './feed.ts'
import { loadNotifications, notifications } from './notifications.ts'
import { changeViewer, reloadProfiles } from './profiles.ts'
import { setRelation } from './relations.ts'
import { toast, toastError } from './toasts.ts'

/** Blocks or unblocks somebody, and brings what is shown in line with it. Answers whether it is so. */
export async function setBlocked(username: string, blocked: boolean): Promise<boolean> {
  try {
    await client.call(blocked ? 'users.block' : 'users.unblock', { username })
    setRelation(username, 'none')
    changeViewer(username, { blocking: blocked })
    if (blocked) toast(`${username} is blocked.`, 'plain', () => setBlocked(username, false))
    else toast(`${username} is no longer blocked.`)
    void bringInLine()
    return true
  } catch (error) {
    toastError(error)
    return false
  }
}

export async function setMuted(username: string, muted: boolean): Promise<boolean> {
  try {
    await client.call(muted ? 'users.mute' : 'users.unmute', { username })
    changeViewer(username, { muting: muted })
    if (muted) toast(`${username} is muted.`, 'plain', () => setMuted(username, false))
    else toast(`${username} is no longer muted.`)
    void bringInLine()
    return true
  } catch (error) {
    toastError(error)
    return false
  }
}

const bringInLine = () =>
  Promise.allSettled([
    reloadFeed(),
    loadConversations(),
    reloadProfiles(),
    notifications.get().items ? loadNotifications() : null,
  ])
