import { client } from '../client.ts'
import { loadConversations } from './conversations.ts'
import { reloadFeed } from './feed.ts'
import { loadNotifications, notifications } from './notifications.ts'
import { changeViewer, reloadProfiles } from './profiles.ts'
import { setRelation } from './relations.ts'
import { toast, toastError } from './toasts.ts'

/** Blocks or unblocks a user and reloads what is shown. Returns whether that succeeded. */
export async function setBlocked(username: string, blocked: boolean): Promise<boolean> {
  try {
    await client.call(blocked ? 'users.block' : 'users.unblock', { username })
    setRelation(username, 'none')
    changeViewer(username, { blocking: blocked })
    if (blocked) toast(`You blocked ${username}.`, 'plain', () => setBlocked(username, false))
    else toast(`You unblocked ${username}.`)
    void reloadShown()
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
    if (muted) toast(`You muted ${username}.`, 'plain', () => setMuted(username, false))
    else toast(`You unmuted ${username}.`)
    void reloadShown()
    return true
  } catch (error) {
    toastError(error)
    return false
  }
}

const reloadShown = () =>
  Promise.allSettled([
    reloadFeed(),
    loadConversations(),
    reloadProfiles(),
    notifications.get().items ? loadNotifications() : null,
  ])
