import { type FormEvent, useState } from 'react'
import { fieldsOf, sentenceOf } from '../client.ts'

/** Runs what a form asks for, one at a time, and keeps what was wrong: by field, and in a sentence where no field is at fault. */
export function useSubmit(run: () => Promise<unknown>) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function submit(event?: FormEvent) {
    event?.preventDefault()
    if (busy) return
    setBusy(true)
    setError(null)
    try {
      await run()
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const fields = fieldsOf(error)
  const sentence = error && Object.keys(fields).length === 0 ? sentenceOf(error) : ''
  return { submit, busy, fields, sentence }
}
