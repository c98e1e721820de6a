import { useState } from 'react'
import { client } from '../client.ts'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { NewPasswordField } from '../forms/new-password-field.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { UsernameField } from '../forms/username-field.tsx'
import { clearDrafts, useDraft } from '../state/drafts.ts'
import { syncStage } from '../state/session.ts'

export function ProfileStep() {
  const [fullName, setFullName] = useDraft('fullName')
  const [username, setUsername] = useDraft('username')
  const [password, setPassword] = useState('')
  const form = useSubmit(async () => {
    await client.call('auth.complete', { fullName: fullName.trim(), username, password })
    clearDrafts('fullName', 'username')
    syncStage()
  }, ['fullName', 'username', 'password'])
  return (
    <Form {...form} action="Next">
      <Field
        label="Full name"
        name="fullName"
        autoComplete="name"
        autoCapitalize="words"
        autoFocus
        maxLength={60}
        value={fullName}
        onValue={setFullName}
        error={form.fields.fullName}
      />
      <UsernameField value={username} onValue={setUsername} error={form.fields.username} />
      <NewPasswordField value={password} onValue={setPassword} error={form.fields.password} />
    </Form>
  )
}
