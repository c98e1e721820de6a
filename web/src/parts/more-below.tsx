import { useEffect, useEffectEvent, useState } from 'react'
import { Spinner } from './spinner.tsx'
import { Unreachable } from './unreachable.tsx'
import { useVisible } from './use-visible.ts'

type MoreProps = {
  onMore: () => Promise<unknown>
  /** Another after each page. */
  at: unknown
}

/** The end of a list that goes on: asks for more well before it comes into view, and says so where more cannot be had. */
export function MoreBelow({ onMore, at }: MoreProps) {
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
      {failed ? <Unreachable small title="More could not be loaded." onRetry={more} /> : <Spinner />}
    </div>
  )
}
