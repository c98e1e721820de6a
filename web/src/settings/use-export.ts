import { useEffect, useState } from 'react'
import type { OutputOf } from '#contract'
import { client } from '../client.ts'
import { keepDraft, readDraft } from '../state/drafts.ts'
import { complain } from '../state/toasts.ts'

type Made = OutputOf<'users.export'>

const ASKED = 'export'
const DAY = 24 * 60 * 60 * 1000

/** The export that was asked for last. Asking again within a day tells how far it is, and so it is asked about while it is made. */
export function useExport() {
  const [made, setMade] = useState<Made | null>(null)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)

  async function ask() {
    setBusy(true)
    setFailed(false)
    try {
      const answer = await client.call('users.export', {})
      keepDraft(ASKED, answer.createdAt)
      setMade(answer)
    } catch (error) {
      // How far it is can be asked again.
      if (isAsked()) setFailed(true)
      else complain(error)
    } finally {
      setBusy(false)
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for what was asked for earlier
  useEffect(() => {
    if (isAsked()) void ask()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each answer that says it is not done
  useEffect(() => {
    if (made?.status !== 'processing') return
    const timer = setTimeout(ask, 3_000)
    return () => clearTimeout(timer)
  }, [made])
  return { made, ask, busy, failed }
}

const isAsked = () => Date.now() - Date.parse(readDraft(ASKED)) < DAY
