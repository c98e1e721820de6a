import { useEffect, useEffectEvent, useState } from 'react'
import { useVisible } from '../hooks/use-visible.ts'
import { LoadError } from './load-state.tsx'
import { Spinner } from './spinner.tsx'

type LoadMoreProps = {
  onMore: () => Promise<unknown>
  /** Changes after each page. */
  at: unknown
}

/** The end of a paged list: loads the next page well before it scrolls into view. */
export function LoadMore({ onMore, at }: LoadMoreProps) {
  const [ref, visible] = useVisible<HTMLDivElement>('1200px')
  const [failed, setFailed] = useState(false)
  const more = () => {
    setFailed(false)
    onMore().catch(() => setFailed(true))
  }
  const seen = useEffectEvent(more)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a page, the end may still be in view
  useEffect(() => {
    if (visible) seen()
  }, [visible, at])
  return (
    <div ref={ref} className="grid min-h-20 place-items-center">
      {failed ? <LoadError small title="Couldn’t load more." onRetry={more} /> : <Spinner />}
    </div>
  )
}
