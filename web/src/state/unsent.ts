import { createStore, useStore } from './store.ts'

/** What has been written and not sent, by what it is for; kept while one goes from page to page, until one signs out. */
const unsent = createStore<Record<string, string>>({})

export const useUnsent = (about: string): string => useStore(unsent, now => now[about] ?? '')

export function saveUnsent(about: string, text: string | ((now: string) => string)) {
  unsent.set(({ [about]: before = '', ...rest }) => {
    const kept = typeof text === 'function' ? text(before) : text
    return kept ? { ...rest, [about]: kept } : rest
  })
}
