import { CloudOff } from 'lucide-react'
import { useEffect, useEffectEvent, useRef } from 'react'
import { connection } from '../state/live.ts'
import { useStore } from '../state/store.ts'
import { Empty } from './empty.tsx'
import { Spinner } from './spinner.tsx'

type UnreachableProps = { title?: string; onRetry: () => unknown }

/** What could not be loaded: tried again at a press, and by itself when the connection is back. */
export function Unreachable({ title = 'This could not be loaded', onRetry }: UnreachableProps) {
  const status = useStore(connection, now => now)
  const before = useRef(status)
  const retry = useEffectEvent(onRetry)
  useEffect(() => {
    if (status === 'connected' && before.current !== 'connected') void retry()
    before.current = status
  }, [status])
  return (
    <div role="alert">
      <Empty icon={CloudOff} title={title}>
        <button type="button" className="btn-quiet mt-2" onClick={onRetry}>
          Try again
        </button>
      </Empty>
    </div>
  )
}

/** In the place of what is not there yet: it is on its way, or could not be had. */
export const NotYet = ({ failed, onRetry }: { failed: boolean; onRetry: () => unknown }) =>
  failed ? (
    <Unreachable onRetry={onRetry} />
  ) : (
    <div className="grid h-32 place-items-center">
      <Spinner />
    </div>
  )
