import { CircleCheck, CircleX } from 'lucide-react'
import { Spinner } from '../components/spinner.tsx'
import { Field } from './field.tsx'
import { useAvailability } from './use-availability.ts'

type UsernameProps = {
  value: string
  onValue: (value: string) => void
  error?: string | undefined
  own?: string
}

/** A field for a new user name that shows whether it is available. */
export function UsernameField({ value, onValue, error, own }: UsernameProps) {
  const { state, reason } = useAvailability(value, own)
  return (
    <>
      <Field
        label="User name"
        name="username"
        autoComplete="username"
        maxLength={30}
        value={value}
        onValue={typed => onValue(typed.toLowerCase().replace(/\s/g, ''))}
        error={state === 'taken' ? `The name ${value} ${reason ?? 'is taken'}` : state === 'free' ? undefined : error}
        hint={state === 'free' ? <span className="text-leaf">{value} is available.</span> : hint}
        endIcon={icons[state]}
      />
      <span role="status" className="sr-only">
        {state === 'free' ? `${value} is available` : ''}
      </span>
    </>
  )
}

const hint = '3 to 30 letters, digits, dots and underscores.'
const icons = {
  unknown: null,
  checking: <Spinner size={20} />,
  free: <CircleCheck size={20} className="animate-pop text-leaf" aria-hidden />,
  taken: <CircleX size={20} className="text-rose" aria-hidden />,
}
