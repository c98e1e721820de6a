import { type ComponentProps, useEffect, useState } from 'react'
import { useOnConnect } from '../hooks/use-on-connect.ts'

type PictureProps = Omit<ComponentProps<'img'>, 'onLoad' | 'onError'> & {
  /** Hears whether it is shown; a picture that is not leaves what is behind it to be seen. */
  onShown: (shown: boolean) => void
  /** Hears that it could not be loaded: its address may have expired. */
  onFailed?: (() => void) | undefined
}

const MAX_DELAY_MS = 5 * 60_000

/**
 * A picture that is tried again when it could not be loaded: when the connection is back, and less and less often until then.
 */
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
    // biome-ignore lint/a11y/useAltText: whoever uses it says what it shows
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
