import { Check } from 'lucide-react'
import { lengthOf } from '#contract'
import { Field } from './field.tsx'

type NewPasswordProps = {
  label?: string
  value: string
  onValue: (value: string) => void
  error?: string | undefined
  autoFocus?: boolean
}

const MIN_LENGTH = 8

/** A field for a new password, with a check mark once it is long enough. */
export function NewPasswordField({ label = 'Password', value, onValue, error, autoFocus = false }: NewPasswordProps) {
  const enough = lengthOf(value) >= MIN_LENGTH
  return (
    <Field
      label={label}
      name="new-password"
      type="password"
      autoComplete="new-password"
      maxLength={128}
      autoFocus={autoFocus}
      value={value}
      onValue={onValue}
      error={error}
      hint={
        <span className={enough ? 'text-leaf' : ''}>
          {enough && <Check size={15} aria-hidden className="mr-1 inline align-[-2px]" />}
          At least {MIN_LENGTH} characters. A short phrase works well.
        </span>
      }
    />
  )
}
