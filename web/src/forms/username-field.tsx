import { CircleCheck, CircleX } from 'lucide-react'
import { Spinner } from '../parts/spinner.tsx'
import { Field } from './field.tsx'
import { useAvailability } from './use-availability.ts'

type UsernameProps = {
  value: string
  onValue: (value: string) => void
  fault?: string | undefined
  own?: string
}

/** A user name that is being chosen: says while one types whether it can be had. */
export function UsernameField({ value, onValue, fault, own }: UsernameProps) {
  const { state, reason } = useAvailability(value, own)
  return (
    <>
      <Field
        label="User name"
        name="username"
        autoComplete="username"
        most={30}
        value={value}
        onValue={typed => onValue(typed.toLowerCase().replace(/\s/g, ''))}
        fault={state === 'taken' ? `The name ${value} ${reason ?? 'is taken'}` : state === 'free' ? undefined : fault}
        hint={state === 'free' ? <span className="text-leaf">{value} is yours to take.</span> : hint}
        mark={marks[state]}
      />
      <span role="status" className="sr-only">
        {state === 'free' ? `${value} is available` : ''}
      </span>
    </>
  )
}

const hint = '3 to 30 letters, digits, dots and underscores.'
const marks = {
  unknown: null,
  asking: <Spinner size={20} />,
  free: <CircleCheck size={20} className="animate-pop text-leaf" aria-hidden />,
  taken: <CircleX size={20} className="text-rose" aria-hidden />,
}
