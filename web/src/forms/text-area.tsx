import { useId } from 'react'
import { lengthOf } from '#contract'
import { FieldNote } from './field-note.tsx'
import { tooLong } from './too-long.ts'
import { useFault } from './use-fault.ts'

type AreaProps = {
  label: string
  value: string
  onValue: (value: string) => void
  most: number
  fault?: string | undefined
  placeholder?: string
}

/** Several lines to fill in, with how many characters there are, and may be. */
export function TextArea({ label, value, onValue, most, fault: given, placeholder }: AreaProps) {
  const answered = useFault(given, value)
  const fault = tooLong(value, most) ?? answered
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
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-note`}
        onChange={event => onValue(event.target.value)}
        className="field field-sizing-content h-auto min-h-24 resize-none py-3"
      />
      <FieldNote id={`${id}-note`} fault={fault} hint={`${lengthOf(value)} of ${most} characters`} />
    </div>
  )
}
