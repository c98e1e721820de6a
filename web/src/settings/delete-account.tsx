import { useState } from 'react'
import { client } from '../client.ts'
import { Form } from '../forms/form.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { signInNotice } from '../state/session.ts'
import { CurrentPassword } from './current-password.tsx'

export function DeleteAccount() {
  const [currentPassword, setPassword] = useState('')
  const form = useSubmit(async () => {
    signInNotice.set('Your account was deleted. To restore it, sign in within 30 days.')
    await client.call('users.delete', { currentPassword }, { transport: 'http' }).catch(error => {
      signInNotice.clear()
      throw error
    })
  }, ['currentPassword'])
  return (
    <>
      <ul className="mb-6 grid list-disc gap-2 pl-5 text-quiet">
        <li>Your profile, posts, comments and likes disappear for everyone right away.</li>
        <li>People you messaged keep your messages, shown as from “deleted”.</li>
        <li>You’ll be signed out on every device.</li>
        <li>
          You can restore your account by signing in within 30 days. After that, everything is deleted permanently.
        </li>
      </ul>
      <Form {...form} action="Delete my account" destructive>
        <CurrentPassword value={currentPassword} onValue={setPassword} error={form.fields.currentPassword} />
      </Form>
    </>
  )
}
