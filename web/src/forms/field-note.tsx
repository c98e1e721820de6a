import type { ReactNode } from 'react'

type NoteProps = { id: string; fault?: string | undefined; hint?: ReactNode }

/** The line below a field: what is wrong with it, or else what it is for. */
export const FieldNote = ({ id, fault, hint }: NoteProps) => (
  <p
    id={id}
    role={fault ? 'alert' : undefined}
    className={`mt-1.5 text-sm empty:hidden ${fault ? 'text-rose' : 'text-quiet'}`}
  >
    {fault ? sentence(fault) : hint}
  </p>
)

const sentence = (fault: string) => `${fault[0]?.toUpperCase()}${fault.slice(1)}${/[.!?]$/.test(fault) ? '' : '.'}`
