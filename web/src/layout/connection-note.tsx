import { useEffect, useState } from 'react'
import { connection } from '../state/live.ts'
import { useStore } from '../state/store.ts'

/** Shown when the connection has been lost for more than a second. */
export function ConnectionNote() {
  const status = useStore(connection, now => now)
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (status !== 'reconnecting') return setShown(false)
    const timer = setTimeout(() => setShown(true), 1_000)
    return () => clearTimeout(timer)
  }, [status])
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 top-2.5 z-30 flex justify-center max-md:justify-end max-md:pr-15 md:top-4"
    >
      {shown && (
        <span className="flex animate-rise items-center gap-2 rounded-full border border-line bg-card px-4 py-2 text-sm shadow-md">
          <span className="size-2 animate-pulse rounded-full bg-sun" />
          Reconnecting…
        </span>
      )}
    </div>
  )
}
