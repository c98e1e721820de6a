import { useState } from 'react'

/** What is wrong with a value, until the value is another. */
export function useFault(fault: string | undefined, value: string): string | undefined {
  const [about, setAbout] = useState({ fault, value })
  const now = about.fault === fault ? about : { fault, value }
  if (now !== about) setAbout(now)
  return now.value === value ? fault : undefined
}
