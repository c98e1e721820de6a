import { useState } from 'react'
import { client } from '../client.ts'
import { noteStage } from '../state/session.ts'
import { Field } from './field.tsx'
import { Form } from './form.tsx'
import { useSubmit } from './use-submit.ts'

export function ContactStep() {
  const [contact, setContact] = useState('')
  const form = useSubmit(async () => {
    const plain = contact.trim()
    await client.signUp({ contact: plain.includes('@') ? plain : plain.replace(/[\s()-]/g, '') })
    noteStage()
  })
  return (
    <Form {...form} action="Next">
      <Field
        label="Email or phone"
        name="contact"
        inputMode="email"
        autoComplete="email"
        autoFocus
        hint="A phone number begins with its country, such as +44."
        value={contact}
        onValue={setContact}
        fault={form.fields.contact}
      />
    </Form>
  )
}
