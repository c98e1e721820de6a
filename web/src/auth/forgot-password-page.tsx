import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { client } from '../client.ts'
import { CodeField } from '../forms/code-field.tsx'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { ResendCode } from '../forms/resend-code.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { useDraft } from '../state/drafts.ts'
import { AuthLayout } from './auth-layout.tsx'
import { MailboxLink } from './mailbox-link.tsx'
import { NewPasswordForm } from './new-password-form.tsx'
import { normalizeContact } from './normalize-contact.ts'
import { type ResetLink, useResetLink } from './use-reset-link.ts'

/** Requests a code, then sets a new password with it. `?code` opens the second step; a reset link needs no typed code. */
export function ForgotPasswordPage() {
  const [search, setSearch] = useSearchParams()
  const [contact, setContact] = useDraft('forgotten')
  const [link, setLink] = useResetLink()
  const hasCode = search.has('code')
  const requestCode = () => client.call('auth.forgotPassword', { contact: normalizeContact(contact) })
  const { title, intro } = link ? steps.link(link) : hasCode ? steps.reset : steps.request
  return (
    <AuthLayout title={title} intro={intro} compact>
      {link ? (
        <NewPasswordForm {...link} onDone={() => setContact('')} />
      ) : hasCode ? (
        <ResetStep contact={contact} setContact={setContact} requestCode={requestCode} />
      ) : (
        <RequestStep
          contact={contact}
          setContact={setContact}
          requestCode={requestCode}
          onRequested={() => setSearch({ code: '' })}
        />
      )}
      <p className="mt-8 flex justify-center gap-6 text-sm">
        <Link to="/sign-in" className="link">
          Back to sign in
        </Link>
        <Link
          to={hasCode || link ? '/forgot-password' : '/forgot-password?code='}
          className="link"
          onClick={() => setLink(null)}
        >
          {link ? 'Get a new code' : hasCode ? 'Use another email or phone' : 'I have a code'}
        </Link>
      </p>
    </AuthLayout>
  )
}

const steps = {
  request: {
    title: 'Forgot your password?',
    intro: 'Enter your email or phone, and we’ll send you a code to set a new password.',
  },
  reset: {
    title: 'Set a new password',
    intro: 'If there’s an account with that email or phone, we sent it a six-digit code.',
  },
  link: ({ contact }: ResetLink) => ({
    title: 'Set a new password',
    intro: (
      <>
        For the account of <b className="font-semibold wrap-anywhere text-ink">{contact}</b>.
      </>
    ),
  }),
}

type StepProps = { contact: string; setContact: (contact: string) => void; requestCode: () => Promise<unknown> }

function RequestStep({ contact, setContact, requestCode, onRequested }: StepProps & { onRequested: () => void }) {
  const form = useSubmit(async () => {
    await requestCode()
    onRequested()
  }, ['contact'])
  return (
    <Form {...form} action="Send code">
      <Field {...contactField} autoFocus value={contact} onValue={setContact} error={form.fields.contact} />
    </Form>
  )
}

function ResetStep({ contact, setContact, requestCode }: StepProps) {
  const [code, setCode] = useState('')
  return (
    <>
      <NewPasswordForm contact={contact} code={code} onDone={() => setContact('')} shown={['contact', 'code']}>
        {errors => (
          <>
            <Field {...contactField} value={contact} onValue={setContact} error={errors.contact} />
            <CodeField label="Code" value={code} onValue={setCode} error={errors.code} />
          </>
        )}
      </NewPasswordForm>
      <div className="mt-5 flex items-center justify-between text-sm">
        <ResendCode send={requestCode} />
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
