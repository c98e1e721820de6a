import { useState } from 'react'
import { client } from '../client.ts'
import { PhotoEditor } from '../photo/photo-editor.tsx'
import { syncStage } from '../state/session.ts'
import { toastError } from '../state/toasts.ts'

/** The profile photo, which can be skipped. */
export function PhotoStep() {
  const [busy, setBusy] = useState(false)
  async function skip() {
    setBusy(true)
    try {
      await client.call('auth.skipPhoto', {})
      syncStage()
    } catch (error) {
      toastError(error)
      setBusy(false)
    }
  }
  return (
    <>
      <PhotoEditor action="Use this photo" onSaved={syncStage} />
      <button type="button" disabled={busy} className="btn mt-3 h-12 w-full text-quiet hover:bg-wash" onClick={skip}>
        Skip for now
      </button>
    </>
  )
}
