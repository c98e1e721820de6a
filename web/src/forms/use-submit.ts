import { type FormEvent, useRef, useState } from 'react'
import { errorMessage, fieldErrors } from '../client.ts'

/**
 * Runs what a form asks for, one at a time, and keeps what was wrong: by field, and in a message where none of the form's
 * own fields is at fault.
 */
export function useSubmit(run: () => Promise<unknown>, shown: readonly string[]) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const running = useRef(false)
  async function submit(event?: FormEvent) {
    event?.preventDefault()
    if (running.current) return
    running.current = true
    setBusy(true)
    setError(null)
    try {
      await run()
    } catch (failure) {
      setError(failure)
    } finally {
      running.current = false
      setBusy(false)
    }
  }
  const fields = fieldErrors(error)
  const message = error && !shown.some(name => fields[name]) ? errorMessage(error) : ''
  return { submit, busy, fields, message, error }
}
