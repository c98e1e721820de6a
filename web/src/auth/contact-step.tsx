import { client } from '../client.ts'
import { Field } from '../forms/field.tsx'
import { Form } from '../forms/form.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { useDraft } from '../state/drafts.ts'
import { syncStage } from '../state/session.ts'
import { normalizeContact } from './normalize-contact.ts'

export function ContactStep() {
  const [contact, setContact] = useDraft('contact')
  const form = useSubmit(async () => {
    await client.signUp({ contact: normalizeContact(contact) })
    syncStage()
  }, ['contact'])
  return (
    <Form {...form} action="Next">
      <Field
        label="Email or phone"
        name="contact"
        inputMode="email"
        autoComplete="email"
        autoFocus
        hint="Start a phone number with its country code, such as +44."
        value={contact}
        onValue={setContact}
        error={form.fields.contact}
      />
    </Form>
  )
}
