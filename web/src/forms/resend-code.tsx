import { useEffect, useState } from 'react'
import { HeliographError } from '#client'
import { toast, toastError } from '../state/toasts.ts'

/** Resends a code at most once a minute, or later if the server says so. */
export function ResendCode({ send }: { send: () => Promise<unknown> }) {
  const [until, setUntil] = useState(() => Date.now() + 60_000)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [])
  async function resend() {
    setUntil(Date.now() + 60_000)
    try {
      await send()
      toast('New code sent.')
    } catch (error) {
      const seconds = error instanceof HeliographError ? (error.retryAfter ?? 0) : 0
      setUntil(Date.now() + seconds * 1000)
      toastError(error)
    }
  }
  const left = Math.ceil((until - now) / 1000)
  if (left > 0) return <span className="text-quiet tabular-nums">Resend code in {clock(left)}</span>
  return (
    <button type="button" className="link" onClick={resend}>
      Resend code
    </button>
  )
}

const clock = (seconds: number): string =>
  seconds < 100 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
