import { Check } from 'lucide-react'
import { lengthOf } from '#contract'
import { Field } from './field.tsx'

type NewPasswordProps = {
  label?: string
  value: string
  onValue: (value: string) => void
  fault?: string | undefined
  autoFocus?: boolean
}

const SHORTEST = 8

/** A password that is being chosen: says when it is long enough. */
export function NewPasswordField({ label = 'Password', value, onValue, fault, autoFocus = false }: NewPasswordProps) {
  const enough = lengthOf(value) >= SHORTEST
  return (
    <Field
      label={label}
      name="new-password"
      type="password"
      autoComplete="new-password"
      most={128}
      autoFocus={autoFocus}
      value={value}
      onValue={onValue}
      fault={fault}
      hint={
        <span className={enough ? 'text-leaf' : ''}>
          {enough && <Check size={15} aria-hidden className="mr-1 inline align-[-2px]" />}
          At least {SHORTEST} characters. A short sentence is good.
        </span>
      }
    />
  )
}
