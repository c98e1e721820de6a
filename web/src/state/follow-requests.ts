import type { User } from '#contract'
import { client } from '../client.ts'
import { createStore, useStore } from './store.ts'
import { toastError } from './toasts.ts'

/** Pending follow requests; null until loaded. */
export const requests = createStore<User[] | null>(null)

export const useRequests = () => useStore(requests, now => now)

export async function loadRequests() {
  const { items } = await client.call('users.followRequests', { limit: 100 })
  requests.set(items)
}

/** Removes a request optimistically, and restores it on failure. */
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
