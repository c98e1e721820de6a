import { useState } from 'react'
import { client } from '../client.ts'
import { noteStage } from '../state/session.ts'
import { Field } from './field.tsx'
import { Form } from './form.tsx'
import { useSubmit } from './use-submit.ts'

export function ProfileStep() {
  const [fullName, setFullName] = useState('')
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const form = useSubmit(async () => {
    await client.call('auth.complete', { fullName: fullName.trim(), username: username.trim(), password })
    noteStage()
  })
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
        fault={form.fields.fullName}
      />
      <Field
        label="User name"
        name="username"
        autoComplete="username"
        maxLength={30}
        hint="3 to 30 letters, digits, dots and underscores."
        value={username}
        onValue={setUsername}
        fault={form.fields.username}
      />
      <Field
        label="Password"
        name="new-password"
        type="password"
        autoComplete="new-password"
        maxLength={128}
        hint="At least 8 characters. A short sentence is good."
        value={password}
        onValue={setPassword}
        fault={form.fields.password}
      />
    </Form>
  )
}
