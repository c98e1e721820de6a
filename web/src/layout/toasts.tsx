import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from '../state/store.ts'
import { dismiss, toasts } from '../state/toasts.ts'

export function Toasts() {
  const shown = useStore(toasts, now => now)
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Show again, to be above a dialog opened since. Without popover support, toasts stay below dialogs.
    if (!ref.current?.showPopover) return
    if (ref.current.matches(':popover-open')) ref.current.hidePopover()
    if (shown.length > 0) ref.current.showPopover()
  }, [shown])
  return (
    <div
      ref={ref}
      popover="manual"
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-auto bottom-18 z-40 flex w-full flex-col items-center overflow-visible bg-transparent gap-2 px-4 md:bottom-6"
    >
      {shown.map(({ id, text, tone, undo }) => (
        <div
          key={id}
          className="pointer-events-auto flex max-w-md animate-rise items-center gap-3 rounded-3xl bg-ink py-2 pr-2 pl-5 text-sm text-paper shadow-lg"
        >
          {tone === 'error' && <span className="size-2 shrink-0 rounded-full bg-rose" />}
          <span className="min-w-0">{text}</span>
          {undo && (
            <button
              type="button"
              className="shrink-0 py-1 font-semibold underline underline-offset-2"
              onClick={() => {
                dismiss(id)
                undo()
              }}
            >
              Undo
            </button>
          )}
          <button
            type="button"
            aria-label="Dismiss"
            className="grid size-8 shrink-0 place-items-center"
            onClick={() => dismiss(id)}
          >
            <X size={16} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  )
}
