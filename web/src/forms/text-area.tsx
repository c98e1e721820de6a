import { useId } from 'react'
import { lengthOf } from '#contract'
import { FieldNote } from './field-note.tsx'
import { lengthError } from './length-error.ts'
import { SuggestingArea } from './suggesting-area.tsx'
import { useFieldError } from './use-field-error.ts'

type AreaProps = {
  label: string
  value: string
  onValue: (value: string) => void
  maxLength: number
  error?: string | undefined
  placeholder?: string
  /** Completes mentions and hashtags. */
  suggests?: boolean
}

/** A labelled text area with a character count. */
export function TextArea({ label, value, onValue, maxLength, error: formError, placeholder, suggests }: AreaProps) {
  const fieldError = useFieldError(formError, value)
  const error = lengthError(value, maxLength) ?? fieldError
  const id = useId()
  const area = {
    id,
    value,
    rows: 3,
    placeholder,
    'aria-invalid': error !== undefined,
    'aria-describedby': `${id}-note`,
    className: 'field field-sizing-content h-auto min-h-24 resize-none py-3',
  }
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      {suggests ? (
        <SuggestingArea {...area} onValue={onValue} />
      ) : (
        <textarea {...area} onChange={event => onValue(event.target.value)} />
      )}
      <FieldNote id={`${id}-note`} error={error} hint={`${lengthOf(value)} of ${maxLength} characters`} />
    </div>
  )
}
