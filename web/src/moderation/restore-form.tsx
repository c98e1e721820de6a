import { useState } from 'react'
import { client } from '../client.ts'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { toast } from '../state/toasts.ts'

export function RestoreForm() {
  const [username, setUsername] = useState('')
  const [reason, setReason] = useState('')
  const form = useSubmit(async () => {
    await client.call('moderation.restore', { username: username.trim(), reason })
    toast(`${username.trim()} restored.`)
    setUsername('')
    setReason('')
  }, ['username', 'reason'])
  return (
    <details className="card mb-5 rounded-2xl border px-5 py-4">
      <summary className="font-semibold">Restore a suspended account</summary>
      <div className="mt-4">
        <Form {...form} action="Restore" disabled={!username.trim()}>
          <Field label="User name" name="restore" value={username} onValue={setUsername} error={form.fields.username} />
          <Field label="Reason" name="reason" value={reason} onValue={setReason} error={form.fields.reason} />
        </Form>
      </div>
    </details>
  )
}
