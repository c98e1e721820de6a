import { Heart } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { setLiked } from '../state/posts.ts'

/** Likes a post on double tap, and shows a heart. */
export function LikeOnDoubleTap({ id, children }: { id: string; children: ReactNode }) {
  const [beats, setBeats] = useState(0)
  const lastTap = useRef(0)
  const tap = (event: React.MouseEvent) => {
    if ((event.target as Element).closest('button, a')) return
    const now = performance.now()
    if (now - lastTap.current < 320) {
      setBeats(count => count + 1)
      void setLiked(id, true)
    }
    lastTap.current = now
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the like button does the same for the keyboard
    // biome-ignore lint/a11y/useKeyWithClickEvents: the like button does the same for the keyboard
    <div className="relative touch-manipulation select-none" onClick={tap}>
      {children}
      {beats > 0 && (
        <Heart
          key={beats}
          size={110}
          fill="currentColor"
          aria-hidden
          className="pointer-events-none absolute inset-0 m-auto animate-beat text-white drop-shadow-[0_4px_24px_rgb(0_0_0/0.45)]"
        />
      )}
    </div>
  )
}
