import { type ComponentProps, useEffect, useState } from 'react'
import { useOnConnect } from '../hooks/use-on-connect.ts'

type PictureProps = Omit<ComponentProps<'img'>, 'onLoad' | 'onError'> & {
  /** Called with whether the picture is shown, so that a placeholder behind it can be. */
  onShown: (shown: boolean) => void
  /** Called when the picture could not be loaded: its URL may have expired. */
  onFailed?: (() => void) | undefined
}

const MAX_DELAY_MS = 5 * 60_000

/** A picture that is loaded again after a failure: with growing delays, and when the connection is back. */
export function Picture({ onShown, onFailed, ...img }: PictureProps) {
  const [tries, setTries] = useState(0)
  const [failed, setFailed] = useState(false)
  const again = () => {
    setFailed(false)
    setTries(now => now + 1)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each failure
  useEffect(() => {
    if (!failed) return
    const timer = setTimeout(again, Math.min(2_000 * 2 ** tries, MAX_DELAY_MS))
    return () => clearTimeout(timer)
  }, [failed])
  useOnConnect(() => failed && again())
  return (
    // biome-ignore lint/a11y/useAltText: callers pass `alt`
    <img
      key={tries}
      {...img}
      ref={element => {
        if (element?.complete && element.naturalWidth > 0) onShown(true)
      }}
      onLoad={() => {
        setFailed(false)
        onShown(true)
      }}
      onError={() => {
        setFailed(true)
        onShown(false)
        onFailed?.()
      }}
    />
  )
}
