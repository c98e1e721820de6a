import { useState } from 'react'

/** An error about a value, until the value changes. */
export function useFieldError(error: string | undefined, value: string): string | undefined {
  const [about, setAbout] = useState({ error, value })
  const now = about.error === error ? about : { error, value }
  if (now !== about) setAbout(now)
  return now.value === value ? error : undefined
}
