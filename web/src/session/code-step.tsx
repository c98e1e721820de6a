import { useEffect, useState } from 'react'
import { client } from '../client.ts'
import { noteStage } from '../state/session.ts'
import { complain, toast } from '../state/toasts.ts'
import { Field } from './field.tsx'
import { Form } from './form.tsx'
import { useSubmit } from './use-submit.ts'

/** Six digits, sent off as soon as the last is there. */
export function CodeStep() {
  const [code, setCode] = useState('')
  const form = useSubmit(async () => {
    await client.call('auth.verify', { code })
    noteStage()
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each complete code
  useEffect(() => {
    if (code.length === 6) void form.submit()
  }, [code])
  return (
    <>
      <Form {...form} action="Verify">
        <Field
          label="Code"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          placeholder="······"
          className="h-14 text-center text-2xl font-semibold tracking-[0.5em] tabular-nums"
          value={code}
          onValue={value => setCode(value.replace(/\D/g, '').slice(0, 6))}
          fault={form.fields.code}
        />
      </Form>
      <div className="mt-5 flex items-center justify-between text-sm">
        <Resend />
        <MailboxLink />
      </div>
    </>
  )
}

function Resend() {
  const [wait, setWait] = useState(60)
  useEffect(() => {
    const timer = setInterval(() => setWait(now => Math.max(0, now - 1)), 1_000)
    return () => clearInterval(timer)
  }, [])
  async function resend() {
    setWait(60)
    try {
      await client.call('auth.resendCode', {})
      toast('A new code is on its way.')
    } catch (error) {
      complain(error)
    }
  }
  if (wait > 0) return <span className="text-quiet tabular-nums">New code in {wait} s</span>
  return (
    <button type="button" className="font-semibold text-sun hover:underline" onClick={resend}>
      Send a new code
    </button>
  )
}

/** On a machine without a mail server, mail lands on a page of its own. */
function MailboxLink() {
  const [exists, setExists] = useState(false)
  useEffect(() => {
    fetch('/dev/mailbox.json').then(
      answer => setExists(answer.ok && (answer.headers.get('content-type') ?? '').includes('json')),
      () => undefined,
    )
  }, [])
  if (!exists) return null
  return (
    <a href="/dev/mailbox" target="_blank" rel="noreferrer" className="font-semibold text-sun hover:underline">
      Open the mailbox
    </a>
  )
}
