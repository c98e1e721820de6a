import type { Account, Stage } from '#contract'
import { client } from '../client.ts'
import { createStore, useStore } from './store.ts'

/** How far this person is: nobody, somewhere in the sign-up, or `done`. */
export const stage = createStore<Stage | null>(client.tokens?.stage ?? null)
export const me = createStore<Account | null>(null)

export const useStage = () => useStore(stage, now => now)
export const useMe = () => useStore(me, now => now)

/** To be called after every answer that carries tokens. */
export const noteStage = () => stage.set(client.tokens?.stage ?? null)

export async function loadMe() {
  me.set(await client.call('users.me', {}))
}

let said: string | null = null

/** What the sign-in page says to somebody who has just been signed out by their own doing. */
export const farewell = {
  say: (words: string) => {
    said = words
  },
  get: () => said,
  forget: () => {
    said = null
  },
}
