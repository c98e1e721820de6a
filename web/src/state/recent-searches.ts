import { client } from '../client.ts'
import { readDraft, saveDraft } from './drafts.ts'
import { createStore, useStore } from './store.ts'

const DRAFT = 'searches'
const MAX_SEARCHES = 8

/** Recent searches, newest first; saved in this browser until sign-out. */
const recent = createStore<string[]>([])
recent.set(readDraft(DRAFT).split('\n').filter(Boolean))

export const useRecentSearches = () => useStore(recent, now => now)

export const addRecentSearch = (text: string) =>
  keep([text, ...recent.get().filter(each => each !== text)].slice(0, MAX_SEARCHES))
export const removeRecentSearch = (text: string) => keep(recent.get().filter(each => each !== text))
export const clearRecentSearches = () => keep([])

client.on('signedOut', () => saveDraft(DRAFT, ''))

function keep(searches: string[]) {
  recent.set(searches)
  saveDraft(DRAFT, searches.join('\n'))
}
