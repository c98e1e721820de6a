import type { ReactNode } from 'react'

type NoteProps = { id: string; error?: string | undefined; hint?: ReactNode }

/** The line below a field: its error, otherwise a hint. */
export const FieldNote = ({ id, error, hint }: NoteProps) => (
  <p
    id={id}
    role={error ? 'alert' : undefined}
    className={`mt-1.5 text-sm empty:hidden ${error ? 'text-rose' : 'text-quiet'}`}
  >
    {error ? asSentence(error) : hint}
  </p>
)

const asSentence = (error: string) => `${error[0]?.toUpperCase()}${error.slice(1)}${/[.!?]$/.test(error) ? '' : '.'}`
