import { useEffect, useEffectEvent } from 'react'

const AGAIN_MS = 15_000

/** Runs something from time to time while the page is seen, and when it is seen again: for what may go without a word. */
export function usePoll(run: () => unknown) {
  const look = useEffectEvent(() => document.visibilityState === 'visible' && void run())
  useEffect(() => {
    const seen = () => look()
    const timer = setInterval(seen, AGAIN_MS)
    document.addEventListener('visibilitychange', seen)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', seen)
    }
  }, [])
}
