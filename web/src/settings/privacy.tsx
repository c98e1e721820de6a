import { useState } from 'react'
import { client } from '../client.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Switch } from '../forms/switch.tsx'
import { me, useMe } from '../state/session.ts'
import { toast, toastError } from '../state/toasts.ts'

export function Privacy() {
  const account = useMe()!
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState(false)
  async function set(isPrivate: boolean) {
    setAsking(false)
    setBusy(true)
    try {
      me.set(await client.call('users.update', { isPrivate }))
      toast(isPrivate ? 'Your account is now private.' : 'Your account is now public.')
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
            ? 'Only followers you approve can see your posts and followers.'
            : 'Anyone who is signed in can see your posts and follow you.'}
        </Switch>
      </div>
      <ul className="mt-5 grid list-disc gap-2 pl-5 text-sm text-quiet">
        <li>If you go private, you keep your followers. Everyone else has to request to follow you.</li>
        <li>Everyone can see your photo, name, bio and counts, even without signing in.</li>
        <li>Going public accepts all pending follow requests.</li>
      </ul>
      {asking && (
        <ConfirmDialog
          title="Make your account public?"
          action="Go public"
          onConfirm={() => set(false)}
          onClose={() => setAsking(false)}
        >
          <p>Everyone will be able to see your posts, and all pending follow requests will be accepted.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
