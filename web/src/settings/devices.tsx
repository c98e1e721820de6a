import { Monitor, Smartphone } from 'lucide-react'
import { useState } from 'react'
import type { OutputOf } from '#contract'
import { client } from '../client.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { LoadMore } from '../components/load-more.tsx'
import { LoadState } from '../components/load-state.tsx'
import { TimeAgo } from '../components/time-ago.tsx'
import { usePages } from '../hooks/use-pages.ts'
import { signInNotice, signOut as signOutHere } from '../state/session.ts'
import { toast, toastError } from '../state/toasts.ts'

type Device = OutputOf<'auth.sessions'>['items'][number]

/** The user's sessions, each of which can be signed out. */
export function Devices() {
  const { items, more, drop, failed, reload } = usePages<Device>('devices', at => client.call('auth.sessions', at))
  const [asking, setAsking] = useState(false)
  async function signOut(device: Device) {
    if (device.current) return signOutHere()
    try {
      await client.call('auth.revokeSession', { sessionId: device.id })
      drop(device.id)
      toast(`Signed out of ${device.device}.`)
    } catch (error) {
      toastError(error)
    }
  }
  async function signOutAll() {
    setAsking(false)
    try {
      signInNotice.set('You were signed out on every device.')
      await client.call('auth.signOutAll', {})
    } catch (error) {
      signInNotice.clear()
      toastError(error)
    }
  }
  if (!items) return <LoadState failed={failed} onRetry={reload} />
  return (
    <>
      <p className="mb-4 text-quiet">If you don’t recognize a device, sign it out and change your password.</p>
      <ul className="card divide-y divide-line rounded-2xl border">
        {items.map(device => (
          <DeviceRow key={device.id} device={device} onSignOut={() => signOut(device)} />
        ))}
      </ul>
      {more && <LoadMore onMore={more} at={items.length} />}
      <button type="button" className="btn mt-5 h-12 w-full text-rose hover:bg-wash" onClick={() => setAsking(true)}>
        Sign out on every device
      </button>
      {asking && (
        <ConfirmDialog
          title="Sign out everywhere?"
          action="Sign out"
          onConfirm={signOutAll}
          onClose={() => setAsking(false)}
        >
          <p>You’ll be signed out on this device too.</p>
        </ConfirmDialog>
      )}
    </>
  )
}

function DeviceRow({ device, onSignOut }: { device: Device; onSignOut: () => void }) {
  const Icon = /android|ios|iphone|ipad|phone|mobile/i.test(device.device) ? Smartphone : Monitor
  return (
    <li className="flex items-center gap-3.5 p-4">
      <Icon size={26} strokeWidth={1.6} className="shrink-0 text-quiet" aria-hidden />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-semibold">{device.device || 'Unknown device'}</p>
        <p className="text-quiet">
          {device.current ? (
            <span className="font-semibold text-leaf">This device</span>
          ) : (
            <TimeAgo at={device.lastSeenAt} />
          )}
          {` · ${device.ip}`}
        </p>
      </div>
      <button
        type="button"
        className="btn-quiet px-3"
        aria-label={`Sign out: ${device.device}${device.current ? ', this device' : ''}`}
        onClick={onSignOut}
      >
        Sign out
      </button>
    </li>
  )
}
