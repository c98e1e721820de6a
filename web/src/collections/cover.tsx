import { Bookmark } from 'lucide-react'
import type { Image } from '#contract'

/** The cover of a collection, or a sign in its place. */
export function Cover({ image, className }: { image: Image | null; className: string }) {
  const small = image?.variants.find(variant => variant.name === 'small')
  return (
    <span className={`grid shrink-0 place-items-center overflow-hidden bg-wash text-quiet ${className}`}>
      {small ? (
        <img src={small.url} alt="" loading="lazy" className="size-full object-cover" />
      ) : (
        <Bookmark size={22} strokeWidth={1.6} aria-hidden />
      )}
    </span>
  )
}
