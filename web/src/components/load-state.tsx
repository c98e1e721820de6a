import { CloudOff } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import { useOnConnect } from '../hooks/use-on-connect.ts'
import { Empty } from './empty.tsx'
import { Spinner } from './spinner.tsx'

type LoadErrorProps = {
  title?: string
  /** One line, where it stands among other things. */
  small?: boolean
  onRetry: () => unknown
}

const AGAIN_MS = 30_000

/** What could not be loaded: tried again at a press, when the connection is back, and from time to time. */
export function LoadError({ title = 'This could not be loaded', small = false, onRetry }: LoadErrorProps) {
  const retry = useEffectEvent(() => void onRetry())
  useOnConnect(onRetry)
  useEffect(() => {
    const timer = setInterval(() => retry(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  if (small) {
    return (
      <p role="alert" className="flex flex-wrap items-center justify-center gap-x-3 px-4 py-2 text-sm text-quiet">
        {title}
        <button type="button" className="link py-1" onClick={onRetry}>
          Try again
        </button>
      </p>
    )
  }
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

type LoadStateProps = { failed: boolean; title?: string; small?: boolean; onRetry: () => unknown }

/** In the place of what is not there yet: it is on its way, or could not be had. */
export const LoadState = ({ failed, ...rest }: LoadStateProps) =>
  failed ? (
    <LoadError {...rest} />
  ) : (
    <div className={`grid place-items-center ${rest.small ? 'h-14' : 'h-32'}`}>
      <Spinner />
    </div>
  )
