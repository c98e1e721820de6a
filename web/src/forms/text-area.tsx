import { useId } from 'react'
import { lengthOf } from '#contract'
import { FieldNote } from './field-note.tsx'
import { lengthError } from './length-error.ts'
import { useFieldError } from './use-field-error.ts'

type AreaProps = {
  label: string
  value: string
  onValue: (value: string) => void
  maxLength: number
  error?: string | undefined
  placeholder?: string
}

/** A labelled text area with a character count. */
export function TextArea({ label, value, onValue, maxLength, error: formError, placeholder }: AreaProps) {
  const fieldError = useFieldError(formError, value)
  const error = lengthError(value, maxLength) ?? fieldError
  const id = useId()
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <textarea
        id={id}
        value={value}
        rows={3}
        placeholder={placeholder}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-note`}
        onChange={event => onValue(event.target.value)}
        className="field field-sizing-content h-auto min-h-24 resize-none py-3"
      />
      <FieldNote id={`${id}-note`} error={error} hint={`${lengthOf(value)} of ${maxLength} characters`} />
    </div>
  )
}
