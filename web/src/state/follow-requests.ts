import type { User } from '#contract'
import { client } from '../client.ts'
import { createStore, useStore } from './store.ts'
import { toastError } from './toasts.ts'

/** Who asks to follow one; null until somebody has looked. */
export const requests = createStore<User[] | null>(null)

export const useRequests = () => useStore(requests, now => now)

export async function loadRequests() {
  const { items } = await client.call('users.followRequests', { limit: 100 })
  requests.set(items)
}

/** Takes the request off the list at once, and puts it back where the server says no. */
export async function respondToRequest(user: User, accept: boolean) {
  const before = requests.get()
  requests.set(now => now?.filter(each => each.id !== user.id) ?? null)
  try {
    await client.call(accept ? 'users.acceptRequest' : 'users.declineRequest', { username: user.username })
  } catch (error) {
    requests.set(before)
    toastError(error)
  }
}
