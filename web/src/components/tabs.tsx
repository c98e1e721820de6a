import { type KeyboardEvent, useRef } from 'react'

type TabsProps<T extends string> = {
  label: string
  tabs: Record<T, string>
  shown: T
  onShow: (tab: T) => void
  /** The id of the tab panel. */
  panel: string
}

/** A tab list; the arrow keys move between tabs. */
export function Tabs<T extends string>({ label, tabs, shown, onShow, panel }: TabsProps<T>) {
  const ref = useRef<HTMLDivElement>(null)
  const names = Object.keys(tabs) as T[]
  function onKeyDown({ key }: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
    if (!step) return
    const next = (names.indexOf(shown) + step + names.length) % names.length
    onShow(names[next]!)
    ref.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus()
  }
  return (
    <div
      ref={ref}
      role="tablist"
      aria-label={label}
      className="flex flex-wrap gap-1 rounded-3xl bg-wash p-1"
      onKeyDown={onKeyDown}
    >
      {names.map(name => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={shown === name}
          aria-controls={panel}
          tabIndex={shown === name ? 0 : -1}
          className={`btn flex-1 ${shown === name ? 'bg-card shadow-sm' : 'text-quiet'}`}
          onClick={() => onShow(name)}
        >
          {tabs[name]}
        </button>
      ))}
    </div>
  )
}
