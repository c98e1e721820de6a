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
      className="m-auto w-[min(24rem,calc(100vw-2rem))] animate-rise overflow-hidden rounded-2xl border border-line bg-card p-0 text-ink shadow-xl backdrop:bg-black/50"
    >
      {children}
    </dialog>
  )
}
