import { CircleUserRound } from 'lucide-react'
import { client } from '../client.ts'
import { noteStage } from '../state/session.ts'
import { Form } from './form.tsx'
import { useSubmit } from './use-submit.ts'

/** A profile photo can wait: the account is finished without one. */
export function PhotoStep() {
  const form = useSubmit(async () => {
    await client.call('auth.skipPhoto', {})
    noteStage()
  })
  return (
    <Form {...form} action="Go to my feed">
      <div className="grid justify-items-center gap-3 py-2 text-center text-quiet">
        <CircleUserRound size={88} strokeWidth={0.9} aria-hidden />
        <p>Until you add a profile photo, people see your initials.</p>
      </div>
    </Form>
  )
}
