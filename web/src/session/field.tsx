import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useId, useState } from 'react'

type FieldProps = Omit<ComponentProps<'input'>, 'onChange' | 'value'> & {
  label: string
  value: string
  onValue: (value: string) => void
  fault?: string | undefined
  hint?: string
}

/** A labelled line to fill in, with what is wrong with it below. */
export function Field({ label, onValue, fault, hint, type, ...input }: FieldProps) {
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
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-note`}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          onChange={event => onValue(event.target.value)}
          {...input}
          className={`field ${secret ? 'pr-13' : ''} ${input.className ?? ''}`}
        />
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
      <p
        id={`${id}-note`}
        role={fault ? 'alert' : undefined}
        className={`mt-1.5 text-sm empty:hidden ${fault ? 'text-rose' : 'text-quiet'}`}
      >
        {fault ? sentence(fault) : hint}
      </p>
    </div>
  )
}

const sentence = (fault: string) => `${fault[0]?.toUpperCase()}${fault.slice(1)}${/[.!?]$/.test(fault) ? '' : '.'}`
