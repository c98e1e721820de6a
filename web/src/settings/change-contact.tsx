import { useState } from 'react'
import { MailboxLink } from '../auth/mailbox-link.tsx'
import { normalizeContact } from '../auth/normalize-contact.ts'
import { client } from '../client.ts'
import { CodeField } from '../forms/code-field.tsx'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { ResendCode } from '../forms/resend-code.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { loadMe, useMe } from '../state/session.ts'
import { toast } from '../state/toasts.ts'
import { CurrentPassword } from './current-password.tsx'

/** The user's email and phone. A new one takes effect once it is verified. */
export function ChangeContact() {
  const account = useMe()!
  const [sentTo, setSentTo] = useState<string | null>(null)
  const [removing, setRemoving] = useState<string | null>(null)
  return (
    <>
      <dl className="card mb-6 grid grid-cols-1 gap-3 rounded-2xl border p-5 text-sm">
        {account.email && (
          <ContactRow term="Email" value={account.email} onRemove={account.phone ? setRemoving : null} />
        )}
        {account.phone && (
          <ContactRow term="Phone" value={account.phone} onRemove={account.email ? setRemoving : null} />
        )}
      </dl>
      {removing && <RemoveForm contact={removing} onDone={() => setRemoving(null)} />}
      {!removing &&
        (sentTo ? (
          <VerifyForm contact={sentTo} onDone={() => setSentTo(null)} />
        ) : (
          <NewContactForm onSent={setSentTo} />
        ))}
    </>
  )
}

type ContactRowProps = { term: string; value: string; onRemove: ((value: string) => void) | null }

const ContactRow = ({ term, value, onRemove }: ContactRowProps) => (
  <div>
    <dt className="text-quiet">{term}</dt>
    <dd className="flex items-center justify-between gap-3 text-base font-semibold break-all">
      {value}
      {onRemove && (
        <button type="button" className="btn-quiet" aria-label={`Remove ${value}`} onClick={() => onRemove(value)}>
          Remove
        </button>
      )}
    </dd>
  </div>
)

function RemoveForm({ contact, onDone }: { contact: string; onDone: () => void }) {
  const [currentPassword, setPassword] = useState('')
  const form = useSubmit(async () => {
    await client.call('auth.removeContact', { contact, currentPassword })
    await loadMe()
    toast(`${contact} was removed from your account.`)
    onDone()
  }, ['currentPassword'])
  return (
    <>
      <p className="mb-5 text-quiet">
        You won’t be able to sign in with <b className="font-semibold wrap-anywhere text-ink">{contact}</b>, and we
        won’t send messages there.
      </p>
      <Form {...form} action="Remove" destructive>
        <CurrentPassword value={currentPassword} onValue={setPassword} error={form.fields.currentPassword} />
      </Form>
      <button type="button" className="mt-5 text-sm text-quiet hover:underline" onClick={onDone}>
        Cancel
      </button>
    </>
  )
}

function NewContactForm({ onSent }: { onSent: (contact: string) => void }) {
  const [contact, setContact] = useState('')
  const [currentPassword, setPassword] = useState('')
  const form = useSubmit(async () => {
    const plain = normalizeContact(contact)
    await client.call('auth.changeContact', { contact: plain, currentPassword })
    onSent(plain)
  }, ['contact', 'currentPassword'])
  return (
    <Form {...form} action="Send code">
      <Field
        label="New email or phone"
        name="contact"
        inputMode="email"
        autoComplete="email"
        hint="Your current one stays until you verify the new one."
        value={contact}
        onValue={setContact}
        error={form.fields.contact}
      />
      <CurrentPassword value={currentPassword} onValue={setPassword} error={form.fields.currentPassword} />
    </Form>
  )
}

function VerifyForm({ contact, onDone }: { contact: string; onDone: () => void }) {
  const [code, setCode] = useState('')
  const form = useSubmit(async () => {
    await client.call('auth.verify', { code })
    await loadMe()
    toast('Your email or phone was changed.')
    onDone()
  }, ['code'])
  return (
    <>
      <p className="mb-5 text-quiet">
        We sent a six-digit code to <b className="font-semibold wrap-anywhere text-ink">{contact}</b>.
      </p>
      <Form {...form} action="Verify">
        <CodeField label="Code" value={code} onValue={setCode} autoSubmit error={form.fields.code} />
      </Form>
      <div className="mt-5 flex items-center justify-between text-sm">
        <ResendCode send={() => client.call('auth.resendCode', {})} />
        <MailboxLink />
        <button type="button" className="text-quiet hover:underline" onClick={onDone}>
          Cancel
        </button>
      </div>
    </>
  )
}
