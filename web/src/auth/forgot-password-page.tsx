import { type ReactNode, useEffect, useState } from 'react'
import { Link, useLocation, useNavigate, useSearchParams } from 'react-router'
import { client } from '../client.ts'
import { CodeField } from '../forms/code-field.tsx'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { NewPasswordField } from '../forms/new-password-field.tsx'
import { ResendCode } from '../forms/resend-code.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { useDraft } from '../state/drafts.ts'
import { signInNotice } from '../state/session.ts'
import { AuthLayout } from './auth-layout.tsx'
import { MailboxLink } from './mailbox-link.tsx'
import { normalizeContact } from './normalize-contact.ts'

/**
 * Asks for a code, then sets a new password with it. `?code` leads to the second step; the link of a letter names address
 * and code after the #, and goes there without typing them.
 */
export function ForgotPasswordPage() {
  const [search, setSearch] = useSearchParams()
  const [contact, setContact] = useDraft('forgotten')
  const [letter, setLetter] = useLetter()
  const hasCode = search.has('code')
  const ask = () => client.call('auth.forgotPassword', { contact: normalizeContact(contact) })
  const { title, intro } = letter ? steps.letter(letter) : hasCode ? steps.reset : steps.ask
  return (
    <AuthLayout title={title} intro={intro} compact>
      {letter ? (
        <NewPassword {...letter} onDone={() => setContact('')} />
      ) : hasCode ? (
        <Reset contact={contact} setContact={setContact} ask={ask} />
      ) : (
        <Ask contact={contact} setContact={setContact} ask={ask} onAsked={() => setSearch({ code: '' })} />
      )}
      <p className="mt-8 flex justify-center gap-6 text-sm">
        <Link to="/sign-in" className="link">
          Back to sign in
        </Link>
        <Link
          to={hasCode || letter ? '/forgot-password' : '/forgot-password?code='}
          className="link"
          onClick={() => setLetter(null)}
        >
          {letter ? 'Ask for a new code' : hasCode ? 'Another address' : 'I have a code'}
        </Link>
      </p>
    </AuthLayout>
  )
}

type Letter = { contact: string; code: string }

const steps = {
  ask: { title: 'Forgot your password?', intro: 'Say where to reach you, and we send a code to set a new one with.' },
  reset: { title: 'Set a new password', intro: 'If that address has an account, six digits are on their way to it.' },
  letter: ({ contact }: Letter) => ({
    title: 'Set a new password',
    intro: (
      <>
        For the account of <b className="font-semibold wrap-anywhere text-ink">{contact}</b>.
      </>
    ),
  }),
}

/** What the link of a letter holds; it leaves the address bar at once. */
function useLetter() {
  const { hash } = useLocation()
  const [letter, setLetter] = useState(() => letterIn(hash))
  const navigate = useNavigate()
  useEffect(() => {
    const found = letterIn(hash)
    if (found === null) return
    setLetter(found)
    void navigate('/forgot-password', { replace: true })
  }, [hash, navigate])
  return [letter, setLetter] as const
}

function letterIn(hash: string): Letter | null {
  const { contact, code } = Object.fromEntries(new URLSearchParams(hash.slice(1)))
  return contact && code ? { contact, code } : null
}

type StepProps = { contact: string; setContact: (contact: string) => void; ask: () => Promise<unknown> }

function Ask({ contact, setContact, ask, onAsked }: StepProps & { onAsked: () => void }) {
  const form = useSubmit(async () => {
    await ask()
    onAsked()
  }, ['contact'])
  return (
    <Form {...form} action="Send a code">
      <Field {...contactField} autoFocus value={contact} onValue={setContact} error={form.fields.contact} />
    </Form>
  )
}

function Reset({ contact, setContact, ask }: StepProps) {
  const [code, setCode] = useState('')
  return (
    <>
      <NewPassword contact={contact} code={code} onDone={() => setContact('')} shown={['contact', 'code']}>
        {fields => (
          <>
            <Field {...contactField} value={contact} onValue={setContact} error={fields.contact} />
            <CodeField label="Code" value={code} onValue={setCode} error={fields.code} />
          </>
        )}
      </NewPassword>
      <div className="mt-5 flex items-center justify-between text-sm">
        <ResendCode send={ask} />
        <MailboxLink />
      </div>
    </>
  )
}

type NewPasswordProps = Letter & {
  onDone: () => void
  /** The fields of address and code, where they are typed, with what is wrong with each. */
  shown?: string[]
  children?: (fields: Record<string, string>) => ReactNode
}

function NewPassword({ contact, code, onDone, shown = [], children }: NewPasswordProps) {
  const [newPassword, setNewPassword] = useState('')
  const navigate = useNavigate()
  const form = useSubmit(async () => {
    await client.call('auth.resetPassword', { contact: normalizeContact(contact), code, newPassword })
    onDone()
    if (client.tokens) await client.signOut()
    signInNotice.set('Your new password counts from now on. You are signed out on every device: sign in with it.')
    await navigate('/sign-in')
  }, [...shown, 'newPassword'])
  return (
    <Form {...form} action="Set the password">
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

const contactField = {
  label: 'Email or phone',
  name: 'contact',
  inputMode: 'email',
  autoComplete: 'email',
} as const
