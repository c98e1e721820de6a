import { createStore, useStore } from './store.ts'

/** Unsent text by its target, such as `post <id>`. Kept across pages until sign-out. */
const unsent = createStore<Record<string, string>>({})

export const useUnsent = (about: string): string => useStore(unsent, now => now[about] ?? '')

export function saveUnsent(about: string, text: string | ((now: string) => string)) {
  unsent.set(({ [about]: before = '', ...rest }) => {
    const kept = typeof text === 'function' ? text(before) : text
    return kept ? { ...rest, [about]: kept } : rest
  })
}
