import { type FormEvent, useRef, useState } from 'react'
import { errorMessage, fieldErrors } from '../client.ts'

/**
 * Submits a form, one submit at a time. Returns its errors by field, and a message when none of the `shown` fields has one.
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
