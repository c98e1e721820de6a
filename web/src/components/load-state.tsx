import { CloudOff } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import { useOnConnect } from '../hooks/use-on-connect.ts'
import { Empty } from './empty.tsx'
import { Spinner } from './spinner.tsx'

type LoadErrorProps = {
  title?: string
  /** One line, among other content. */
  small?: boolean
  onRetry: () => unknown
}

const RETRY_MS = 30_000

/** Shown when loading failed. Retries on click, when the connection is back, and every 30 seconds. */
export function LoadError({ title = 'Couldn’t load this', small = false, onRetry }: LoadErrorProps) {
  const retry = useEffectEvent(() => void onRetry())
  useOnConnect(onRetry)
  useEffect(() => {
    const timer = setInterval(() => retry(), RETRY_MS)
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

/** Shown until content has loaded: a spinner, or the error. */
export const LoadState = ({ failed, ...rest }: LoadStateProps) =>
  failed ? (
    <LoadError {...rest} />
  ) : (
    <div className={`grid place-items-center ${rest.small ? 'h-14' : 'h-32'}`}>
      <Spinner />
    </div>
  )
