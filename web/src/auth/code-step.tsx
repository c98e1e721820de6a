import { useState } from 'react'
import { client } from '../client.ts'
import { CodeField } from '../forms/code-field.tsx'
import { Form } from '../forms/form.tsx'
import { ResendCode } from '../forms/resend-code.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { syncStage } from '../state/session.ts'
import { MailboxLink } from './mailbox-link.tsx'

export function CodeStep() {
  const [code, setCode] = useState('')
  const form = useSubmit(async () => {
    await client.call('auth.verify', { code })
    syncStage()
  }, ['code'])
  return (
    <>
      <Form {...form} action="Verify">
        <CodeField label="Code" value={code} onValue={setCode} autoSubmit error={form.fields.code} />
      </Form>
      <div className="mt-5 flex items-center justify-between text-sm">
        <ResendCode send={() => client.call('auth.resendCode', {})} />
        <MailboxLink />
      </div>
    </>
  )
}
