import { useEffect, useEffectEvent, useState } from 'react'
import { useVisible } from '../hooks/use-visible.ts'
import { LoadError } from './load-state.tsx'
import { Spinner } from './spinner.tsx'

type LoadMoreProps = {
  onMore: () => Promise<unknown>
  /** Another after each page. */
  at: unknown
}

/** The end of a list that goes on: asks for more well before it comes into view, and says so where more cannot be had. */
export function LoadMore({ onMore, at }: LoadMoreProps) {
  const [ref, visible] = useVisible<HTMLDivElement>('1200px')
  const [failed, setFailed] = useState(false)
  const more = () => {
    setFailed(false)
    onMore().catch(() => setFailed(true))
  }
  const seen = useEffectEvent(more)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer list may still end in view
  useEffect(() => {
    if (visible) seen()
  }, [visible, at])
  return (
    <div ref={ref} className="grid min-h-20 place-items-center">
      {failed ? <LoadError small title="More could not be loaded." onRetry={more} /> : <Spinner />}
    </div>
  )
}
