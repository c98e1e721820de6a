import { useState } from 'react'
import { client } from '../client.ts'
import { Avatar } from '../components/avatar.tsx'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Dialog, DialogTitle } from '../components/dialog.tsx'
import { PhotoEditor } from '../photo/photo-editor.tsx'
import { showOwnPhoto, useOwnPhoto } from '../state/own-photo.ts'
import { me, useMe } from '../state/session.ts'
import { toast, toastError } from '../state/toasts.ts'

/** The user's photo, with buttons to change or remove it. */
export function ProfilePhoto({ username }: { username: string }) {
  const account = useMe()!
  const fresh = useOwnPhoto()
  const [open, setOpen] = useState<'choose' | 'remove' | null>(null)
  const close = () => setOpen(null)
  async function remove() {
    close()
    try {
      await client.call('users.removePhoto', {})
      showOwnPhoto(null)
      me.set(now => now && { ...now, photo: null })
      toast('Photo removed.')
    } catch (error) {
      toastError(error)
    }
  }
  return (
    <div className="flex items-center gap-4">
      <Avatar user={account} size={72} />
      <div className="min-w-0">
        <p className="truncate font-semibold">{username}</p>
        <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm">
          <button type="button" className="link" onClick={() => setOpen('choose')}>
            {account.photo || fresh ? 'Change photo' : 'Add a photo'}
          </button>
          {(account.photo || fresh) && (
            <button
              type="button"
              className="font-semibold text-quiet hover:underline"
              onClick={() => setOpen('remove')}
            >
              Remove
            </button>
          )}
        </div>
      </div>
      {open === 'choose' && (
        <Dialog label="Profile photo" onClose={close}>
          <DialogTitle title="Profile photo" onClose={close} />
          <div className="p-5">
            <PhotoEditor action="Save photo" onSaved={close} />
          </div>
        </Dialog>
      )}
      {open === 'remove' && (
        <ConfirmDialog title="Remove your photo?" action="Remove" onConfirm={remove} onClose={close}>
          <p>People will see your initials.</p>
        </ConfirmDialog>
      )}
    </div>
  )
}
