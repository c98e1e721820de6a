import { useState } from 'react'
import { Link } from 'react-router'
import { client } from '../client.ts'
import { Form } from '../forms/form.tsx'
import { NewPasswordField } from '../forms/new-password-field.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { signInNotice } from '../state/session.ts'
import { CurrentPassword } from './current-password.tsx'

export function ChangePassword() {
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const form = useSubmit(async () => {
    signInNotice.set(
      'Your password was changed and you were signed out on every device. Sign in with your new password.',
    )
    await client.call('auth.changePassword', { currentPassword, newPassword }).catch(error => {
      signInNotice.clear()
      throw error
    })
  }, ['currentPassword', 'newPassword'])
  return (
    <>
      <p className="mb-5 text-quiet">This signs you out on every device, including this one.</p>
      <Form {...form} action="Change password">
        <CurrentPassword value={currentPassword} onValue={setCurrent} error={form.fields.currentPassword} />
        <NewPasswordField
          label="New password"
          value={newPassword}
          onValue={setNew}
          error={form.fields.newPassword ?? form.fields.password}
        />
      </Form>
      <Link to="/forgot-password" className="link mt-5 inline-block text-sm">
        Forgot your password?
      </Link>
    </>
  )
}
