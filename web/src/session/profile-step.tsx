import { useState } from 'react'
import { client } from '../client.ts'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { NewPasswordField } from '../forms/new-password-field.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { UsernameField } from '../forms/username-field.tsx'
import { forgetDrafts, useDraft } from '../state/drafts.ts'
import { noteStage } from '../state/session.ts'

export function ProfileStep() {
  const [fullName, setFullName] = useDraft('fullName')
  const [username, setUsername] = useDraft('username')
  const [password, setPassword] = useState('')
  const form = useSubmit(async () => {
    await client.call('auth.complete', { fullName: fullName.trim(), username, password })
    forgetDrafts('fullName', 'username')
    noteStage()
  }, ['fullName', 'username', 'password'])
  return (
    <Form {...form} action="Next">
      <Field
        label="Full name"
        name="fullName"
        autoComplete="name"
        autoCapitalize="words"
        autoFocus
        most={60}
        value={fullName}
        onValue={setFullName}
        fault={form.fields.fullName}
      />
      <UsernameField value={username} onValue={setUsername} fault={form.fields.username} />
      <NewPasswordField value={password} onValue={setPassword} fault={form.fields.password} />
    </Form>
  )
}
