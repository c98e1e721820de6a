import { useEffect, useEffectEvent } from 'react'

const INTERVAL_MS = 15_000

/** Runs a function every 15 seconds while the page is visible, and when it becomes visible: for changes without an event. */
export function usePoll(run: () => unknown) {
  const look = useEffectEvent(() => document.visibilityState === 'visible' && void run())
  useEffect(() => {
    const seen = () => look()
    const timer = setInterval(seen, INTERVAL_MS)
    document.addEventListener('visibilitychange', seen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [])
}
