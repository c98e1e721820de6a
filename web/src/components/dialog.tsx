import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'

type DialogProps = { label: string; step?: unknown; onClose: () => void; children: ReactNode }

/**
 * A modal dialog, closed by Esc or a click outside. The element marked `data-first` gets the focus, otherwise the dialog
 * itself: its first button may be a destructive one. The focus is set again at each new `step` of a dialog with several.
 */
export function Dialog({ label, step, onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    const dialog = ref.current!
    dialog.showModal()
    // Removing a dialog without closing it loses the focus.
    return () => {
      const back = before?.isConnected ? before : document.getElementById('main')
      if (back instanceof HTMLElement) back.focus({ preventScroll: true })
    }
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each new step
  useEffect(() => {
    ;(ref.current?.querySelector<HTMLElement>('[data-first]') ?? ref.current)?.focus()
  }, [step])
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      aria-label={label}
      // React lets `close` bubble from nested dialogs.
      onClose={event => event.target === ref.current && onClose()}
      onClick={event => event.target === ref.current && ref.current.close()}
      onKeyDown={event => event.stopPropagation()}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(24rem,calc(100vw-2rem))] animate-rise overflow-x-hidden overflow-y-auto overscroll-contain rounded-2xl border border-line bg-card p-0 text-ink shadow-xl outline-none backdrop:bg-black/50"
    >
      {children}
    </dialog>
  )
}

/** A dialog's title with a close button. */
export const DialogTitle = ({ title, onClose }: { title: string; onClose: () => void }) => (
  <header className="flex items-center justify-between border-b border-line py-1.5 pr-1.5 pl-5">
    <h2 className="min-w-0 font-semibold">{title}</h2>
    <button type="button" aria-label="Close" className="icon-btn" onClick={onClose}>
      <X size={20} aria-hidden />
    </button>
  </header>
)
