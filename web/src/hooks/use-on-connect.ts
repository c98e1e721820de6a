import { useEffect, useEffectEvent, useRef } from 'react'
import type { Status } from '#client'
import { connection } from '../state/live.ts'
import { useStore } from '../state/store.ts'

/** Runs something when the connection is made, with what it was before, and when the browser says that it is online again. */
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
