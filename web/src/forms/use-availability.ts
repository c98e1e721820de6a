import { useEffect, useState } from 'react'
import { client } from '../client.ts'

/** `reason` says why a name is not available; null until known. */
export type Availability = { state: 'unknown' | 'checking' | 'free' | 'taken'; reason: string | null }

const unknown: Availability = { state: 'unknown', reason: null }

/** Whether a user name is available, checked when typing pauses. `own` is the user's current name. */
export function useAvailability(typed: string, own = ''): Availability {
  const username = typed.trim()
  const [known, setKnown] = useState<Availability & { username: string }>({ ...unknown, username: '' })
  const settled = username.length < 3 || username === own
  useEffect(() => {
    if (settled) return
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const result = await client.call('users.available', { username }, { signal: stop.signal })
        if (stop.signal.aborted) return
        setKnown({ username, state: result.available ? 'free' : 'taken', reason: result.reason })
      } catch {
        // Submitting the form checks the name again.
        if (!stop.signal.aborted) setKnown({ ...unknown, username })
      }
    }, 300)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [username, settled])
  if (settled) return unknown
  return known.username === username ? known : { state: 'checking', reason: null }
}
