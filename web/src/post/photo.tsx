import { TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import { thumbHashToDataURL } from 'thumbhash'
import type { Media } from '#contract'
import { Picture } from '../components/picture.tsx'

type PhotoProps = { media: Media; sizes: string; eager?: boolean; className?: string; onExpired?: () => void }

/** A responsive photo over its blurred placeholder. `onExpired` is called when its URL no longer works. */
export function Photo({ media, sizes, eager = false, className = '', onExpired }: PhotoProps) {
  const { image } = media
  const [shown, setShown] = useState(false)
  const blur = useMemo(() => (image ? blurOf(image.thumbhash) : undefined), [image])
  if (media.status === 'failed') {
    return (
      <div className={`grid size-full place-items-center bg-wash text-rose ${className}`}>
        <TriangleAlert size={20} role="img" aria-label="Couldn’t be processed" />
      </div>
    )
  }
  if (!image) {
    return <div role="img" aria-label="Processing" className={`size-full animate-pulse bg-wash ${className}`} />
  }
  const choices = image.variants.filter(each => each.format === 'webp' && each.name !== 'thumb')
  const largest = [...image.variants].sort((a, b) => b.width - a.width)
  const plain = largest.find(each => each.format === 'jpeg') ?? largest[0]
  return (
    <div
      className={`size-full bg-wash bg-cover bg-center bg-no-repeat ${className}`}
      style={{ backgroundColor: image.color, backgroundImage: blur }}
    >
      <Picture
        src={plain?.url}
        srcSet={choices.map(each => `${each.url} ${each.width}w`).join(', ') || undefined}
        sizes={sizes}
        width={image.width}
        height={image.height}
        alt={media.altText || 'Photo without a description'}
        loading={eager ? 'eager' : 'lazy'}
        decoding="async"
        draggable={false}
        onShown={setShown}
        onFailed={onExpired}
        className={`size-full object-cover transition-opacity duration-300 ${shown ? '' : 'opacity-0'}`}
      />
    </div>
  )
}

function blurOf(thumbhash: string): string | undefined {
  try {
    return `url(${thumbHashToDataURL(Uint8Array.from(atob(thumbhash), char => char.charCodeAt(0)))})`
  } catch {
    return undefined
  }
}
