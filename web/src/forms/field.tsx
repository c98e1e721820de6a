import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { FieldNote } from './field-note.tsx'
import { lengthError } from './length-error.ts'
import { useFieldError } from './use-field-error.ts'

export type FieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
  label: string
  value: string
  onValue: (value: string) => void
  error?: string | undefined
  /** In characters. Longer text shows an error; nothing is cut off. */
  maxLength?: number
  hint?: ReactNode
  /** Shown at the end of the field. */
  endIcon?: ReactNode
}

/** A labelled input with its error or hint below. A password can be shown. */
export function Field({ label, onValue, error: formError, maxLength, hint, endIcon, type, ...input }: FieldProps) {
  const fieldError = useFieldError(formError, input.value)
  const error = lengthError(input.value, maxLength ?? Number.POSITIVE_INFINITY) ?? fieldError
  const id = useId()
  const [shown, setShown] = useState(false)
  const secret = type === 'password'
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          type={secret && shown ? 'text' : type}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-note`}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          onChange={event => onValue(event.target.value)}
          {...input}
          className={`field ${secret || endIcon ? 'pr-13' : ''} ${input.className ?? ''}`}
        />
        {endIcon && <span className="absolute top-3.5 right-4">{endIcon}</span>}
        {secret && (
          <button
            type="button"
            aria-label={shown ? 'Hide password' : 'Show password'}
            aria-pressed={shown}
            className="icon-btn absolute top-1 right-1.5 text-quiet"
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff size={20} aria-hidden /> : <Eye size={20} aria-hidden />}
          </button>
        )}
      </div>
      <FieldNote id={`${id}-note`} error={error} hint={hint} />
    </div>
  )
}
