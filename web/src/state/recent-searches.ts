import { client } from '../client.ts'
import { keepDraft, readDraft } from './drafts.ts'
import { createStore, useStore } from './store.ts'

const KEPT = 'searches'
const MOST = 8

/** What was looked for last, newest first; kept in this browser until one signs out. */
const recent = createStore<string[]>([])
recent.set(readDraft(KEPT).split('\n').filter(Boolean))

export const useRecentSearches = () => useStore(recent, now => now)

export const noteSearch = (text: string) => keep([text, ...recent.get().filter(each => each !== text)].slice(0, MOST))
export const forgetSearch = (text: string) => keep(recent.get().filter(each => each !== text))
export const forgetSearches = () => keep([])

client.on('signedOut', () => keepDraft(KEPT, ''))

function keep(searches: string[]) {
  recent.set(searches)
  keepDraft(KEPT, searches.join('\n'))
}
