import { type ReactNode, useId } from 'react'

type SwitchProps = { label: string; on: boolean; onChange: (on: boolean) => void; busy?: boolean; children?: ReactNode }

/** A switch with a description below. */
export function Switch({ label, on, onChange, busy = false, children }: SwitchProps) {
  const id = useId()
  return (
    <div className="flex items-start gap-4">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="block font-semibold">
          {label}
        </label>
        <div id={`${id}-note`} className="mt-1 text-sm text-quiet">
          {children}
        </div>
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={on}
        aria-describedby={`${id}-note`}
        disabled={busy}
        onClick={() => onChange(!on)}
        className={`relative mt-0.5 h-7 w-12 shrink-0 rounded-full border-2 border-transparent transition-colors ${on ? 'bg-sun' : 'bg-edge'}`}
      >
        <span
          className={`block size-6 rounded-full bg-card shadow-sm transition-transform ${on ? 'translate-x-5' : ''}`}
        />
      </button>
    </div>
  )
}
