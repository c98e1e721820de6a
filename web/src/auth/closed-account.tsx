import { useState } from 'react'
import { client, fieldErrors } from '../client.ts'
import { formatDate } from '../components/format-date.ts'
import { Form } from '../forms/form.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { syncStage } from '../state/session.ts'
import { AuthLayout } from './auth-layout.tsx'
import { SecondFactor } from './second-factor.tsx'
import type { Closed } from './sign-in-form.tsx'

/** Says why the user cannot sign in. A deleted account can be restored. */
export function ClosedAccount({ closed, onBack }: { closed: Closed; onBack: () => void }) {
  const deleted = closed.reason === 'deleted'
  return (
    <AuthLayout
      title={deleted ? 'This account was deleted' : 'This account is suspended'}
      intro={deleted ? `You can restore it until ${formatDate(closed.until)}.` : 'A moderator suspended it.'}
    >
      {deleted ? (
        <Undelete credentials={closed.credentials} />
      ) : (
        <p className="text-sm text-quiet">Nobody can see it, and you can’t sign in until it’s restored.</p>
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
    <Form {...form} action="Restore account">
      {needsTotp ? (
        <SecondFactor value={totp} onValue={setTotp} error={form.fields.totp} />
      ) : (
        <p className="text-sm text-quiet">Your posts, followers and messages will be restored too.</p>
      )}
    </Form>
  )
}
