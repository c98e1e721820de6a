import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { Profile } from '#contract'
import { copyLink } from '../components/clipboard.ts'
import { ConfirmDialog } from '../components/confirm-dialog.tsx'
import { Dialog } from '../components/dialog.tsx'
import { ReportDialog } from '../safety/report-dialog.tsx'
import { setBlocked, setMuted } from '../state/block-and-mute.ts'

export function ProfileMenu({ profile }: { profile: Profile }) {
  const [open, setOpen] = useState<'menu' | 'block' | 'report' | null>(null)
  const { username, viewer } = profile
  const close = () => setOpen(null)
  function copy() {
    close()
    void copyLink(`/${username}`)
  }
  return (
    <>
      <button
        type="button"
        aria-label="More options"
        aria-haspopup="dialog"
        className="icon-btn"
        onClick={() => setOpen('menu')}
      >
        <Ellipsis size={20} aria-hidden />
      </button>
      {open === 'menu' && (
        <Dialog label={`Options for ${username}`} onClose={close}>
          <button type="button" className="menu-item font-semibold text-rose" onClick={() => setOpen('block')}>
            Block
          </button>
          <button type="button" className="menu-item font-semibold text-rose" onClick={() => setOpen('report')}>
            Report
          </button>
          <button
            type="button"
            className="menu-item"
            onClick={() => {
              close()
              void setMuted(username, !viewer.muting)
            }}
          >
            {viewer.muting ? 'Unmute' : 'Mute'}
          </button>
          <button type="button" className="menu-item" onClick={copy}>
            Copy link
          </button>
          <button type="button" className="menu-item text-quiet" onClick={close}>
            Cancel
          </button>
        </Dialog>
      )}
      {open === 'block' && (
        <ConfirmDialog
          title={`Block ${username}?`}
          action="Block"
          onClose={close}
          onConfirm={() => {
            close()
            void setBlocked(username, true)
          }}
        >
          <p>You’ll no longer see or follow each other. We won’t tell them.</p>
        </ConfirmDialog>
      )}
      {open === 'report' && <ReportDialog kind="user" id={profile.id} onClose={close} />}
    </>
  )
}
