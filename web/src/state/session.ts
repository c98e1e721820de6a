import type { Account, Stage } from '#contract'
import { client, endedInAnotherTab } from '../client.ts'
import { createStore, useStore } from './store.ts'

/** How far this person is: nobody, somewhere in the sign-up, or `done`. */
export const stage = createStore<Stage | null>(client.tokens?.stage ?? null)
export const me = createStore<Account | null>(null)

export const useStage = () => useStore(stage, now => now)
export const useMe = () => useStore(me, now => now)

/** To be called after every answer that carries tokens. */
export const syncStage = () => stage.set(client.tokens?.stage ?? null)

/** Whether one's own account could not be loaded when it was asked for last. */
const meFailed = createStore(false)
export const useMeFailed = () => useStore(meFailed, now => now)

export async function loadMe() {
  meFailed.set(false)
  try {
    me.set(await client.call('users.me', {}))
  } catch (error) {
    meFailed.set(true)
    throw error
  }
}

/** For pages that cannot do without it. */
export const retryLoadMe = () => loadMe().catch(() => undefined)

let isLeaving = false
let hasEnded = endedInAnotherTab()

/** Signs out by one's own doing, of which the sign-in page says nothing. */
export async function signOut() {
  isLeaving = true
  await client.signOut()
  isLeaving = false
}

/** To be called when the session is over, while it is still known how far it was. */
export function recordEnd() {
  hasEnded = stage.get() === 'done' && !isLeaving
}

let notice: string | null = null

/** What the sign-in page says to users who have just been signed out. */
export const signInNotice = {
  set: (text: string) => {
    notice = text
  },
  get: () => notice,
  text: () => notice ?? (hasEnded ? 'Your session has ended. Please sign in again.' : null),
  clear: () => {
    notice = null
    hasEnded = false
  },
}
