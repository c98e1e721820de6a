import { useEffect, useId, useRef } from 'react'
import { FieldNote } from './field-note.tsx'
import { useFieldError } from './use-field-error.ts'

type CodeProps = {
  label: string
  value: string
  onValue: (digits: string) => void
  /** Submits the form as soon as there are six digits. */
  autoSubmit?: boolean
  error?: string | undefined
}

/** Six boxes over one real input, so that paste, autofill and screen readers work as usual. */
export function CodeField({ label, value, onValue, autoSubmit = false, error: formError }: CodeProps) {
  const error = useFieldError(formError, value)
  const id = useId()
  const ref = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (autoSubmit && value.length === 6) ref.current?.form?.requestSubmit()
  }, [autoSubmit, value])
  useEffect(() => {
    // The next digit replaces the wrong code.
    if (error) ref.current?.select()
  }, [error])
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <div className="group relative">
        <input
          ref={ref}
          id={id}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          // biome-ignore lint/a11y/noAutofocus: the only field
          autoFocus
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-note`}
          value={value}
          onChange={event => onValue(event.target.value.replace(/\D/g, '').slice(0, 6))}
          className="absolute inset-0 z-10 size-full cursor-text bg-transparent text-transparent caret-transparent outline-none selection:bg-transparent"
        />
        <div aria-hidden className="grid grid-cols-6 gap-2">
          {[0, 1, 2, 3, 4, 5].map(at => (
            <span
              key={at}
              className={`grid h-14 place-items-center rounded-xl border bg-card text-2xl font-semibold tabular-nums transition-colors ${
                error
                  ? 'border-rose'
                  : at === Math.min(value.length, 5)
                    ? 'border-edge group-focus-within:border-sun group-focus-within:ring-2 group-focus-within:ring-sun/25'
                    : 'border-edge'
              }`}
            >
              {value[at]}
            </span>
          ))}
        </div>
      </div>
      <FieldNote id={`${id}-note`} error={error} />
    </div>
  )
}
