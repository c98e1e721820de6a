import type { ReactNode } from 'react'
import { Dialog } from './dialog.tsx'

type ConfirmProps = {
  title: string
  action: string
  onConfirm: () => void
  onClose: () => void
  children?: ReactNode
}

/** Asks before an action that is hard to undo. */
export const ConfirmDialog = ({ title, action, onConfirm, onClose, children }: ConfirmProps) => (
  <Dialog label={title} onClose={onClose}>
    <div className="px-6 pt-6 pb-5 text-center">
      <h2 className="text-lg font-semibold">{title}</h2>
      {children && <div className="mt-1 text-quiet">{children}</div>}
    </div>
    <button type="button" className="menu-item font-semibold text-rose" onClick={onConfirm}>
      {action}
    </button>
    <button type="button" className="menu-item" onClick={onClose}>
      Cancel
    </button>
  </Dialog>
)
