import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'

/** Photos side by side, moved by swiping, scrolling, arrow buttons or arrow keys. */
export function Carousel({ slides }: { slides: ReactNode[] }) {
  const strip = useRef<HTMLUListElement>(null)
  const [at, setAt] = useState(0)
  const go = (to: number) => {
    const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches
    strip.current?.scrollTo({ left: to * strip.current.clientWidth, behavior: smooth ? 'smooth' : 'auto' })
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      role="group"
      aria-roledescription="carousel"
      aria-label={`${slides.length} photos`}
      className="group/strip size-full"
    >
      <ul
        ref={strip}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable strip must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollLeft, clientWidth } }) => setAt(Math.round(scrollLeft / clientWidth))}
        className="flex size-full snap-x snap-mandatory overflow-x-auto [scrollbar-width:none]"
      >
        {slides.map((slide, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the photos of a post keep their order
          <li key={index} className="size-full shrink-0 snap-center snap-always">
            {slide}
          </li>
        ))}
      </ul>
      {at > 0 && <Arrow side="left" label="Previous photo" onClick={() => go(at - 1)} />}
      {at < slides.length - 1 && <Arrow side="right" label="Next photo" onClick={() => go(at + 1)} />}
      <span className="absolute top-3 right-3 rounded-full bg-black/55 px-2.5 py-1 text-xs font-medium text-white tabular-nums">
        {at + 1}/{slides.length}
      </span>
      <div aria-hidden className="absolute inset-x-0 bottom-3 flex justify-center gap-1.5">
        {slides.map((_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: one dot for each place
            key={index}
            className={`size-1.5 rounded-full shadow transition-all ${index === at ? 'scale-125 bg-white' : 'bg-white/55'}`}
          />
        ))}
      </div>
    </div>
  )
}

function Arrow({ side, label, onClick }: { side: 'left' | 'right'; label: string; onClick: () => void }) {
  const Icon = side === 'left' ? ChevronLeft : ChevronRight
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onClick}
      className={`absolute inset-y-0 my-auto hidden size-9 place-items-center rounded-full bg-white/85 text-black opacity-0 shadow transition-opacity group-hover/strip:opacity-100 focus-visible:opacity-100 md:grid ${side === 'left' ? 'left-3' : 'right-3'}`}
    >
      <Icon size={20} aria-hidden />
    </button>
  )
}
