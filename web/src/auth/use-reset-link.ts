import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'

export type ResetLink = { contact: string; code: string }

/** The contact and code of a reset link, which stand after its #. They are removed from the address bar at once. */
export function useResetLink() {
  const { hash } = useLocation()
  const [link, setLink] = useState(() => parseLink(hash))
  const navigate = useNavigate()
  useEffect(() => {
    const found = parseLink(hash)
    if (found === null) return
    setLink(found)
    void navigate('/forgot-password', { replace: true })
  }, [hash, navigate])
  return [link, setLink] as const
}

function parseLink(hash: string): ResetLink | null {
  const { contact, code } = Object.fromEntries(new URLSearchParams(hash.slice(1)))
  return contact && code ? { contact, code } : null
}
