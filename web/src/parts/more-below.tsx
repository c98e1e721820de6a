import { useEffect, useEffectEvent } from 'react'
import { Spinner } from './spinner.tsx'
import { useVisible } from './use-visible.ts'

/** The end of a list that goes on: asks for more well before it comes into view. */
export function MoreBelow({ onMore, count }: { onMore: () => void; count: number }) {
  const [ref, visible] = useVisible<HTMLDivElement>('1200px')
  const more = useEffectEvent(onMore)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a longer list may still end in view
  useEffect(() => {
    if (visible) more()
  }, [visible, count])
  return (
    <div ref={ref} className="grid h-20 place-items-center">
      <Spinner />
    </div>
  )
}
