import { useEffect, useState } from 'react'
import type { OutputOf } from '#contract'
import { client } from '../client.ts'
import { readDraft, saveDraft } from '../state/drafts.ts'
import { toastError } from '../state/toasts.ts'

type DataExport = OutputOf<'users.export'>

const DRAFT = 'export'
const DAY = 24 * 60 * 60 * 1000

/** The export that was asked for last. Asking again within a day tells how far it is, and so it is asked about while it is made. */
export function useExport() {
  const [dataExport, setDataExport] = useState<DataExport | null>(null)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)

  async function request() {
    setBusy(true)
    setFailed(false)
    try {
      const result = await client.call('users.export', {})
      saveDraft(DRAFT, result.createdAt)
      setDataExport(result)
    } catch (error) {
      // How far it is can be asked again.
      if (isRequested()) setFailed(true)
      else toastError(error)
    } finally {
      setBusy(false)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for what was asked for earlier
  useEffect(() => {
    if (isRequested()) void request()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each answer that says it is not done
  useEffect(() => {
    if (dataExport?.status !== 'processing') return
    const timer = setTimeout(request, 3_000)
    return () => clearTimeout(timer)
  }, [dataExport])
  return { dataExport, request, busy, failed }
}

const isRequested = () => Date.now() - Date.parse(readDraft(DRAFT)) < DAY
