import { useState } from 'react'
import { Link, useNavigate, useSearchParams } from 'react-router'
import { client } from '../client.ts'
import { CodeField } from '../forms/code-field.tsx'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { NewPasswordField } from '../forms/new-password-field.tsx'
import { Resend } from '../forms/resend.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { useDraft } from '../state/drafts.ts'
import { farewell } from '../state/session.ts'
import { MailboxLink } from './mailbox-link.tsx'
import { plainContact } from './plain-contact.ts'
import { Welcome } from './welcome.tsx'

/** Asks for a code, then sets a new password with it. `?code` leads those who come from their letter to the second step. */
export function ForgotPasswordPage() {
  const [search, setSearch] = useSearchParams()
  const [contact, setContact] = useDraft('forgotten')
  const hasCode = search.has('code')
  const ask = () => client.call('auth.forgotPassword', { contact: plainContact(contact) })
  return (
    <Welcome
      title={hasCode ? 'Set a new password' : 'Forgot your password?'}
      intro={
        hasCode
          ? 'If that address has an account, six digits are on their way to it.'
          : 'Say where to reach you, and we send a code to set a new one with.'
      }
      compact
    >
      {hasCode ? (
        <Reset contact={contact} setContact={setContact} ask={ask} />
      ) : (
        <Ask contact={contact} setContact={setContact} ask={ask} onAsked={() => setSearch({ code: '' })} />
      )}
      <p className="mt-8 flex justify-center gap-6 text-sm">
        <Link to="/sign-in" className="link">
          Back to sign in
        </Link>
        <Link to={hasCode ? '/forgot-password' : '/forgot-password?code='} className="link">
          {hasCode ? 'Another address' : 'I have a code'}
        </Link>
      </p>
    </Welcome>
  )
}

type StepProps = { contact: string; setContact: (contact: string) => void; ask: () => Promise<unknown> }

function Ask({ contact, setContact, ask, onAsked }: StepProps & { onAsked: () => void }) {
  const form = useSubmit(async () => {
    await ask()
    onAsked()
  }, ['contact'])
  return (
    <Form {...form} action="Send a code">
      <Field {...contactField} autoFocus value={contact} onValue={setContact} fault={form.fields.contact} />
    </Form>
  )
}

function Reset({ contact, setContact, ask }: StepProps) {
  const [code, setCode] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const navigate = useNavigate()
  const form = useSubmit(async () => {
    await client.call('auth.resetPassword', { contact: plainContact(contact), code, newPassword })
    setContact('')
    if (client.tokens) await client.signOut()
    farewell.say('Your new password counts from now on. You are signed out on every device: sign in with it.')
    await navigate('/sign-in')
  }, ['contact', 'code', 'newPassword'])
  return (
    <>
      <Form {...form} action="Set the password">
        <Field {...contactField} value={contact} onValue={setContact} fault={form.fields.contact} />
        <CodeField label="Code" value={code} onValue={setCode} fault={form.fields.code} />
        <NewPasswordField
          label="New password"
          value={newPassword}
          onValue={setNewPassword}
          fault={form.fields.newPassword}
        />
      </Form>
      <div className="mt-5 flex items-center justify-between text-sm">
        <Resend send={ask} />
        <MailboxLink />
      </div>
    </>
  )
}

const contactField = {
  label: 'Email or phone',
  name: 'contact',
  inputMode: 'email',
  autoComplete: 'email',
} as const
