import { useState } from 'react'

const PREFIX = 'heliograph.draft.'

/** Text that is saved in this browser while typing, so that closing the page loses nothing. Not for secrets. */
export function useDraft(name: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(name))
  return [
    text,
    typed => {
      setText(typed)
      saveDraft(name, typed)
    },
  ]
}

export function readDraft(name: string): string {
  try {
    return localStorage.getItem(PREFIX + name) ?? ''
  } catch {
    return ''
  }
}

export function saveDraft(name: string, text: string) {
  try {
    if (text) localStorage.setItem(PREFIX + name, text)
    else localStorage.removeItem(PREFIX + name)
  } catch {
    // Without storage, it lasts as long as the page.
  }
}

export const clearDrafts = (...names: string[]) => names.forEach(name => void saveDraft(name, ''))
