import { useEffect, useState } from 'react'

/** Without a mail server, messages arrive on a page of this site. */
export function MailboxLink() {
  const [exists, setExists] = useState(false)
  useEffect(() => {
    fetch('/dev/mailbox.json').then(
      response => setExists(response.ok && (response.headers.get('content-type') ?? '').includes('json')),
      () => undefined,
    )
  }, [])
  if (!exists) return null
  return (
    <a href="/dev/mailbox" target="_blank" rel="noreferrer" className="link">
      Open the mailbox
    </a>
  )
}
