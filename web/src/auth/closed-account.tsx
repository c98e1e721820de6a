import { useState } from 'react'
import { client, fieldErrors } from '../client.ts'
import { formatDate } from '../components/format-date.ts'
import { Form } from '../forms/form.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { syncStage } from '../state/session.ts'
import { AuthLayout } from './auth-layout.tsx'
import { SecondFactor } from './second-factor.tsx'
import type { Closed } from './sign-in-form.tsx'

/** Says why an account lets nobody in; a deletion can be taken back. */
export function ClosedAccount({ closed, onBack }: { closed: Closed; onBack: () => void }) {
  const deleted = closed.reason === 'deleted'
  return (
    <AuthLayout
      title={deleted ? 'This account is deleted' : 'This account is suspended'}
      intro={deleted ? `You can take that back until ${formatDate(closed.until)}.` : 'A moderator has closed it.'}
    >
      {deleted ? (
        <Undelete credentials={closed.credentials} />
      ) : (
        <p className="text-sm text-quiet">Nobody can see it, and you cannot sign in until it is restored.</p>
      )}
      <button type="button" className="btn mt-3 h-12 w-full text-quiet hover:bg-wash" onClick={onBack}>
        Back to sign in
      </button>
    </AuthLayout>
  )
}

function Undelete({ credentials }: Pick<Closed, 'credentials'>) {
  const [totp, setTotp] = useState('')
  const [needsTotp, setNeedsTotp] = useState(false)
  const form = useSubmit(async () => {
    try {
      await client.call('users.undelete', { ...credentials, ...(totp && { totp: totp.trim() }) })
      syncStage()
    } catch (error) {
      const codeError = fieldErrors(error).totp
      setTotp('')
      if (codeError && !needsTotp) return setNeedsTotp(true)
      throw error
    }
  }, ['totp'])
  return (
    <Form {...form} action="Take the deletion back">
      {needsTotp ? (
        <SecondFactor value={totp} onValue={setTotp} error={form.fields.totp} />
      ) : (
        <p className="text-sm text-quiet">Your posts, followers and messages come back with you.</p>
      )}
    </Form>
  )
}
