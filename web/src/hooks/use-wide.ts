import { useSyncExternalStore } from 'react'

const query = matchMedia('(width >= 48rem)')

function subscribe(listener: () => void) {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Whether the window is wide enough for two columns. */
export const useWide = () => useSyncExternalStore(subscribe, () => query.matches)
