import type { Account, Stage } from '#contract'
import { client, endedInAnotherTab } from '../client.ts'
import { createStore, useStore } from './store.ts'

/** The session's stage: null when signed out, a step of the sign-up, or `done`. */
export const stage = createStore<Stage | null>(client.tokens?.stage ?? null)
export const me = createStore<Account | null>(null)

export const useStage = () => useStore(stage, now => now)
export const useMe = () => useStore(me, now => now)

/** Call after every response with tokens. */
export const syncStage = () => stage.set(client.tokens?.stage ?? null)

/** Whether the last attempt to load the user's account failed. */
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

export const retryLoadMe = () => loadMe().catch(() => undefined)

let isLeaving = false
let hasEnded = endedInAnotherTab()

/** Signs out. The sign-in page shows no notice, since the user did this. */
export async function signOut() {
  isLeaving = true
  await client.signOut()
  isLeaving = false
}

/** Call when the session has ended, before `stage` is reset. */
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
