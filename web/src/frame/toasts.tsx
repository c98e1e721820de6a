import { X } from 'lucide-react'
import { useStore } from '../state/store.ts'
import { dismiss, toasts } from '../state/toasts.ts'

export function Toasts() {
  const shown = useStore(toasts, now => now)
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-18 z-40 flex flex-col items-center gap-2 px-4 md:bottom-6"
    >
      {shown.map(({ id, text, tone, undo }) => (
        <div
          key={id}
          className="pointer-events-auto flex max-w-md animate-rise items-center gap-3 rounded-full bg-ink py-2 pr-2 pl-5 text-sm text-paper shadow-lg"
        >
          {tone === 'error' && <span className="size-2 shrink-0 rounded-full bg-rose" />}
          <span className="min-w-0">{text}</span>
          {undo && (
            <button
              type="button"
              className="font-semibold underline underline-offset-2"
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
            className="grid size-7 place-items-center"
            onClick={() => dismiss(id)}
          >
            <X size={16} />
          </button>
        </div>
      ))}
    </div>
  )
}
