import { createStore, useStore } from './store.ts'

/** A preview of the user's new profile photo, until the server has processed it. */
const ownPhoto = createStore<string | null>(null)

export const useOwnPhoto = () => useStore(ownPhoto, now => now)
export const showOwnPhoto = ownPhoto.set
