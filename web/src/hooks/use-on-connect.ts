import { useEffect, useEffectEvent, useRef } from 'react'
import type { Status } from '#client'
import { connection } from '../state/live.ts'
import { useStore } from '../state/store.ts'

/** Runs a function when the socket connects, with its previous status, and when the browser is online again. */
export function useOnConnect(run: (before: Status) => unknown) {
  const status = useStore(connection, now => now)
  const before = useRef(status)
  const connected = useEffectEvent(run)
  useEffect(() => {
    if (status === 'connected' && before.current !== 'connected') connected(before.current)
    before.current = status
  }, [status])
  useEffect(() => {
    const online = () => connected('reconnecting')
    addEventListener('online', online)
    return () => removeEventListener('online', online)
  }, [])
}
