import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { client } from '../client.ts'
import { Form } from '../forms/form.tsx'
import { NewPasswordField } from '../forms/new-password-field.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { signInNotice } from '../state/session.ts'
import { normalizeContact } from './normalize-contact.ts'

type NewPasswordProps = {
  contact: string
  code: string
  onDone: () => void
  /** The names of the fields in `children`. */
  shown?: string[]
  /** Renders the fields for contact and code with their errors, unless a link brought both. */
  children?: (errors: Record<string, string>) => ReactNode
}

/** Sets a new password with a code, then leads to the sign-in page. */
export function NewPasswordForm({ contact, code, onDone, shown = [], children }: NewPasswordProps) {
  const [newPassword, setNewPassword] = useState('')
  const navigate = useNavigate()
  const form = useSubmit(async () => {
    await client.call('auth.resetPassword', { contact: normalizeContact(contact), code, newPassword })
    onDone()
    if (client.tokens) await client.signOut()
    signInNotice.set(
      'Your password was changed and you were signed out on every device. Sign in with your new password.',
    )
    await navigate('/sign-in')
  }, [...shown, 'newPassword'])
  return (
    <Form {...form} action="Set password">
      {children?.(form.fields)}
      <NewPasswordField
        label="New password"
        autoFocus={shown.length === 0}
        value={newPassword}
        onValue={setNewPassword}
        error={form.fields.newPassword}
      />
    </Form>
  )
}
