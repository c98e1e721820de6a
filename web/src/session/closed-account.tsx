import { useState } from 'react'
import { client, fieldsOf } from '../client.ts'
import { Form } from '../forms/form.tsx'
import { useSubmit } from '../forms/use-submit.ts'
import { dateOf } from '../parts/date-of.ts'
import { noteStage } from '../state/session.ts'
import { SecondFactor } from './second-factor.tsx'
import type { Refused } from './sign-in-form.tsx'
import { Welcome } from './welcome.tsx'

/** Says why an account lets nobody in; a deletion can be taken back. */
export function ClosedAccount({ refused, onBack }: { refused: Refused; onBack: () => void }) {
  const deleted = refused.why === 'deleted'
  return (
    <Welcome
      title={deleted ? 'This account is deleted' : 'This account is suspended'}
      intro={deleted ? `You can take that back until ${dateOf(refused.until)}.` : 'A moderator has closed it.'}
    >
      {deleted ? (
        <Undelete credentials={refused.credentials} />
      ) : (
        <p className="text-sm text-quiet">Nobody can see it, and you cannot sign in until it is restored.</p>
      )}
      <button type="button" className="btn mt-3 h-12 w-full text-quiet hover:bg-wash" onClick={onBack}>
        Back to sign in
      </button>
    </Welcome>
  )
}

function Undelete({ credentials }: Pick<Refused, 'credentials'>) {
  const [totp, setTotp] = useState('')
  const [needsTotp, setNeedsTotp] = useState(false)
  const form = useSubmit(async () => {
    try {
      await client.call('users.undelete', { ...credentials, ...(totp && { totp: totp.trim() }) })
      noteStage()
    } catch (error) {
      const fault = fieldsOf(error).totp
      setTotp('')
      if (fault && !needsTotp) return setNeedsTotp(true)
      throw error
    }
  }, ['totp'])
  return (
    <Form {...form} action="Take the deletion back">
      {needsTotp ? (
        <SecondFactor value={totp} onValue={setTotp} fault={form.fields.totp} />
      ) : (
        <p className="text-sm text-quiet">Your posts, followers and messages come back with you.</p>
      )}
    </Form>
  )
}
