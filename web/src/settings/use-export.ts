import { useEffect, useState } from 'react'
import type { OutputOf } from '#contract'
import { client } from '../client.ts'
import { readDraft, saveDraft } from '../state/drafts.ts'
import { toastError } from '../state/toasts.ts'

type DataExport = OutputOf<'users.export'>

const DRAFT = 'export'
const DAY = 24 * 60 * 60 * 1000

/** The user's latest export. Requesting it again within a day returns its progress, so it is polled while processing. */
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
      // The progress can be requested again.
      if (wasRequested()) setFailed(true)
      else toastError(error)
    } finally {
      setBusy(false)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for an earlier request
  useEffect(() => {
    if (wasRequested()) void request()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each response while processing
  useEffect(() => {
    if (dataExport?.status !== 'processing') return
    const timer = setTimeout(request, 3_000)
    return () => clearTimeout(timer)
  }, [dataExport])
  return { dataExport, request, busy, failed }
}

const wasRequested = () => Date.now() - Date.parse(readDraft(DRAFT)) < DAY
