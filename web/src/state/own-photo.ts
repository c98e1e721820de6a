import { createStore, useStore } from './store.ts'

/** One's own new profile photo as this device knows it, until the server has made it. */
const ownPhoto = createStore<string | null>(null)

export const useOwnPhoto = () => useStore(ownPhoto, now => now)
export const showOwnPhoto = ownPhoto.set
