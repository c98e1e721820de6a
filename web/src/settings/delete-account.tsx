import { useState } from 'react'
import { client } from '../client.ts'
import { Form } from '../forms/form.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { signInNotice } from '../state/session.ts'
import { CurrentPassword } from './current-password.tsx'

export function DeleteAccount() {
  const [currentPassword, setPassword] = useState('')
  const form = useSubmit(async () => {
    signInNotice.set('Your account is deleted. Within thirty days you can take that back by signing in.')
    await client.call('users.delete', { currentPassword }, { door: 'http' }).catch(error => {
      signInNotice.clear()
      throw error
    })
  }, ['currentPassword'])
  return (
    <>
      <ul className="mb-6 grid list-disc gap-2 pl-5 text-quiet">
        <li>Your profile, posts, comments and likes are gone for everybody at once.</li>
        <li>People you have written to keep your messages, from “deleted”.</li>
        <li>You are signed out on every device.</li>
        <li>For thirty days you can sign in and take it back. Then all of it is erased for good.</li>
      </ul>
      <Form {...form} action="Delete my account" destructive>
        <CurrentPassword value={currentPassword} onValue={setPassword} error={form.fields.currentPassword} />
      </Form>
    </>
  )
}
