import { useState } from 'react'
import { client } from '../client.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Switch } from '../forms/switch.tsx'
import { me, useMe } from '../state/session.ts'
import { toast, toastError } from '../state/toasts.ts'

/** Private or public. */
export function Privacy() {
  const account = useMe()!
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  async function set(isPrivate: boolean) {
    setAsking(false)
    setBusy(true)
    try {
      me.set(await client.call('users.update', { isPrivate }))
      toast(isPrivate ? 'Your account is private.' : 'Your account is public.')
    } catch (error) {
      toastError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <div className="card rounded-2xl border p-5">
        <Switch
          label="Private account"
          on={account.isPrivate}
          busy={busy}
          onChange={isPrivate => (isPrivate ? set(true) : setAsking(true))}
        >
          {account.isPrivate
            ? 'Only people whom you let follow you see your posts and who follows you.'
            : 'Everybody who is signed in can see your posts, and follow you.'}
        </Switch>
      </div>
      <ul className="mt-5 grid list-disc gap-2 pl-5 text-sm text-quiet">
        <li>In a private account your followers stay, and everybody else has to ask.</li>
        <li>Your photo, name, bio and counts are seen by everybody, also by visitors who are not signed in.</li>
        <li>Going public accepts all requests that wait.</li>
      </ul>
      {asking && (
        <ConfirmDialog
          title="Make your account public?"
          action="Go public"
          onConfirm={() => set(false)}
          onClose={() => setAsking(false)}
        >
          <p>Everybody will see your posts, and all who have asked to follow you will follow you.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
