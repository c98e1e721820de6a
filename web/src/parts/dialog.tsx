import { X } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'

/** A modal dialog: the browser keeps the focus inside and closes it with Esc. A press beside it closes it too. */
export function Dialog({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    ref.current?.showModal()
  }, [])
  return (
    <dialog
      ref={ref}
      aria-label={label}
      onClose={onClose}
      onClick={event => event.target === ref.current && ref.current.close()}
      onKeyDown={event => event.stopPropagation()}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(24rem,calc(100vw-2rem))] animate-rise overflow-hidden rounded-2xl border border-line bg-card p-0 text-ink shadow-xl backdrop:bg-black/50"
    >
      {children}
    </dialog>
  )
}

/** The title of a dialog that shows something, with a button that closes it. */
export const DialogTitle = ({ title, onClose }: { title: string; onClose: () => void }) => (
  <header className="flex items-center justify-between border-b border-line py-1.5 pr-1.5 pl-5">
    <h2 className="font-semibold">{title}</h2>
    <button type="button" aria-label="Close" className="icon-btn" onClick={onClose}>
      <X size={20} aria-hidden />
    </button>
  </header>
)
